"""Bold, italics and links as Telegram tells them become our rich text."""

from telegram import MessageEntity

from bot.channels.telegram.marks import marked
from messages.markup import check


def entity(kind: str, offset: int, length: int, url: str | None = None) -> MessageEntity:
    return MessageEntity(type=kind, offset=offset, length=length, url=url)


def test_marks_stand_where_the_platform_put_them() -> None:
    """Offsets count UTF-16 units: a heart before the word counts two."""
    text = "💚 Ở nhà & xem kế hoạch"
    rich = marked(
        text,
        [
            entity("bold", 3, 5),
            entity("italic", 3, 1),
            entity("text_link", 15, 8, "https://soctrang.gov.vn/a?b=1&c=2"),
            entity("hashtag", 0, 2),
        ],
    )
    check(rich)
    assert rich == (
        '💚 <b><i>Ở</i> nhà</b> &amp; xem <a href="https://soctrang.gov.vn/a?b=1&amp;c=2">kế hoạch</a>'
    )


def test_overlapping_marks_are_nested_right() -> None:
    """The platform may overlap them, our text may not."""
    rich = marked("abcdef", [entity("bold", 0, 4), entity("italic", 2, 4)])
    check(rich)
    assert rich == "<b>ab<i>cd</i></b><i>ef</i>"


def test_nothing_marked_is_nothing() -> None:
    """Other entities, unsafe links and edges beyond the text are left out."""
    assert marked("abc", [entity("url", 0, 3), entity("text_link", 0, 3, "tg://user?id=1")]) == ""
    assert marked("abc", [entity("bold", 1, 99)]) == "a<b>bc</b>"
