"""Vietnamese that people read: with its diacritics, in one form, without slips of the keyboard."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from jinja2 import nodes

from messages.render import DEFAULT_LOCALE, ROOT, environment

FOLDER = ROOT / DEFAULT_LOCALE
HANDLERS = Path(__file__).parents[2] / "handlers"
SHIPPED = Path(__file__).parents[2] / "storage" / "shipped"
# Words that Vietnamese writes only with marks; without them somebody forgot the keyboard.
BARE = re.compile(
    r"(?<![\w/.-])(?:khong|duoc|nguoi|viec|huyen|phuong|dong chi|ba con|xin chao|cam on|truoc|nhung|gui|huy|quay lai"
    r"|tro giup|bo qua|chua|nhan|muon|tinh|dang|cua)(?![\w/.-])",
    re.IGNORECASE,
)
# "Đề nghị khen thưởng" is for the competent body alone (plan part V.3); the bot takes tips.
NEVER = re.compile(r"đề nghị khen thưởng", re.IGNORECASE)
# The same words are read where choices are numbers to be typed: nobody is told to press a button.
PRESSES = re.compile(r"\b(?:bấm|nút)\b", re.IGNORECASE)
SPOKEN = {"label", "title", "cancelled", "help_text", "skip", "send", "help"}


def _literals(source: str) -> str:
    """What a template says by itself; where it shows a value stands a letter."""
    parts: list[str] = []
    for node in environment().parse(source).find_all((nodes.TemplateData, nodes.Const)):
        text = node.data if isinstance(node, nodes.TemplateData) else node.value
        parts.append(str(text) if isinstance(text, str) else "")
    return "\n".join(parts)


def _templates() -> dict[str, str]:
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.j2")
    }


def _said_by(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in SPOKEN:
            yield from (
                part.value
                for part in ast.walk(node.value)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            )


def _labels() -> dict[str, str]:
    """Labels and titles in the code, and everything said by the Python files among the words."""
    found: dict[str, str] = {}
    for path in HANDLERS.rglob("*.py"):
        for said in _said_by(ast.parse(path.read_text(encoding="utf-8"))):
            found[f"{path.name}: {said[:40]}"] = said
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and not node.value.isascii():
                found[f"{path.name}: {node.value[:40]}"] = node.value
    return found


TEMPLATES, LABELS = _templates(), _labels()


def test_there_is_something_to_read() -> None:
    """The guards below found templates and labels."""
    assert len(TEMPLATES) > 100
    assert len(LABELS) > 60
    assert "Bỏ qua" in LABELS.values()


def test_the_guard_knows_bare_words_when_it_sees_them() -> None:
    """It finds words without marks, and leaves commands, names of files and marked words alone."""
    assert BARE.search("Ban khong nho ma")
    assert BARE.search("Quay lai")
    assert not BARE.search("Bà con không gửi, /huy, plan127-huyen.csv")


def test_templates_are_written_in_full_vietnamese() -> None:
    """Marks everywhere, composed letters, one space between words, sentences that say what they may."""
    for name, source in TEMPLATES.items():
        said = _literals(source)
        assert unicodedata.is_normalized("NFC", source), name
        assert not BARE.search(said), f"{name}: {BARE.search(said)}"
        assert not NEVER.search(said), name
        assert not PRESSES.search(said), f"{name}: say “chọn”, there may be no buttons"
        assert "\t" not in source, name
        assert not re.search(r"\S  \S", said), f"{name}: two spaces"
        letters = [word for word in re.findall(r"[^\W\d_]+", said) if len(word) > 1]
        assert len(letters) < 5 or not said.isascii(), f"{name}: no mark in a whole text"


def test_labels_are_written_in_full_vietnamese() -> None:
    """Buttons and titles too."""
    for name, said in LABELS.items():
        assert unicodedata.is_normalized("NFC", said), name
        assert "  " not in said, name
        assert not NEVER.search(said), name
        assert not PRESSES.search(said), f"{name}: say “chọn”, there may be no buttons"
        if " " in said:  # one word alone is a key or a command
            assert not BARE.search(said), f"{name}: {said}"


def test_nothing_said_asks_to_press_where_there_may_be_no_buttons() -> None:
    """No string of the handlers, whatever it is for, and no line of the shipped campaign speaks of buttons."""
    assert PRESSES.search("Bấm nút này")
    assert not PRESSES.search("Chọn trong mấy phút")
    told = [path for path in SHIPPED.glob("*.toml") if PRESSES.search(path.read_text(encoding="utf-8"))]
    for path in HANDLERS.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        notes = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
        told += [
            path
            for each in ast.walk(tree)
            if isinstance(each, ast.Constant)
            and isinstance(each.value, str)
            and id(each) not in notes
            and PRESSES.search(each.value)
        ]
    assert not told
