"""Colours that people who see red and green alike can tell apart, and that print in grey."""

from collections.abc import Mapping

from messages.documents.dossier import Stage

INK = "#1a1a1a"
FAINT = "#595959"  # 7:1 on white: the smallest text keeps WCAG's AAA contrast
PAPER = "#ffffff"
EMPTY = "#eef1f4"

# Okabe and Ito, "Color Universal Design" (2008).
STAGES: Mapping[Stage, str] = {
    Stage.WAITING: "#d55e00",
    Stage.WORKING: "#e69f00",
    Stage.ANSWERED: "#56b4e9",
    Stage.SUBMITTED: "#cc79a7",
    Stage.RESOLVED: "#009e73",
    Stage.WITHDRAWN: "#bdbdbd",
    Stage.CLOSED: "#8c8c8c",
}

# One hue from light to dark (ColorBrewer's Blues, safe for colour-blind readers), for none to most.
SHADES = ("#deebf7", "#9ecae1", "#4292c6", "#2171b5", "#08306b")


def shade(value: int, most: int) -> str:
    """The colour of a number between 0 and the largest shown."""
    if not value:
        return EMPTY
    return SHADES[min(len(SHADES) - 1, (value - 1) * len(SHADES) // max(most, 1))]


def ink_on(colour: str) -> str:
    """Black or white, whichever can be read on this colour (relative luminance, WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return INK if (light + 0.05) / (0.0103 + 0.05) > 1.05 / (light + 0.05) else PAPER
