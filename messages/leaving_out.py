"""The lines that say which files could not come along, and how to have them."""

from collections.abc import Sequence
from dataclasses import dataclass

from messages.content import Attachment, AttachmentKind
from messages.markup import escape

LINK_HOURS = (
    24  # for so long an address in such a line is good: whoever reads it next morning still has the file
)
ARTICLE_DAYS = 60  # the same in an article, which stands on the account's page
ASK = "hỏi cơ quan gửi tin này"
_WORDS = {
    AttachmentKind.PHOTO: "ảnh",
    AttachmentKind.VOICE: "tin thoại",
    AttachmentKind.AUDIO: "tệp âm thanh",
    AttachmentKind.VIDEO: "video",
    AttachmentKind.DOCUMENT: "tệp",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A file that the platform does not take, and the address where it lies for a while; empty if nowhere."""

    file: Attachment
    link: str = ""


def note(left: Sequence[LeftOut], elsewhere: str = ASK, good_for: str = f"{LINK_HOURS} giờ") -> str:
    """Rich text that names them; empty for nothing.

    `elsewhere`: what to do about those without an address; `good_for`: how long the addresses last.
    """
    linked = [each for each in left if each.link]
    listed = _listed([each.file for each in left if not each.link])
    lost = f"<i>(Có kèm {listed} nhưng không gửi được qua kênh này: {elsewhere}.)</i>" if listed else ""
    head = f"<i>Tệp kèm theo, tải ở đường dẫn dưới đây trong {good_for}:</i>"
    lines = [head, *(f"- {_named(each.file)}: {escape(each.link)}" for each in linked)] if linked else []
    return "\n\n".join(filter(None, ("\n".join(lines), lost)))


def _listed(files: Sequence[Attachment]) -> str:
    """Those without a name by their number, the others by name."""
    unnamed = [each.kind for each in files if not each.name]
    counts = [f"{unnamed.count(kind)} {word}" for kind, word in _WORDS.items() if kind in unnamed]
    return ", ".join([*counts, *(_named(each) for each in files if each.name)])


def _named(file: Attachment) -> str:
    word = _WORDS[file.kind]
    return f"{word} {escape(file.name)}" if file.name else word
