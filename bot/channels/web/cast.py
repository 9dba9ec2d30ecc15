"""Who takes part in a rehearsal: the phones on the page, and the crowd behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from messages.content import ChatKind

CITIZEN = "citizen"
OFFICER = "officer"
EDITOR = "editor"
DESK = "home-affairs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who can speak in a chat: the platform's id and the name it shows."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A phone on the page, showing one chat.

    Attributes:
        chat: the chat's id on the web channel.
        title: whose phone it is.
        short: the same where there is little room; empty for the title.
        note: one line about it, under the title.
        members: who can speak in it; one for a private chat, whose id is the chat's.
    """

    chat: str
    title: str
    note: str
    short: str = ""
    kind: ChatKind = ChatKind.PRIVATE
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """All addresses of the room: the phones, and further people in private chats."""

    phones: tuple[Phone, ...]
    crowd: tuple[str, ...] = ()
    chats: Mapping[str, Phone] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index every chat by its id."""
        behind = (Phone(chat=chat, title=chat, note="", members=(_only(chat, chat),)) for chat in self.crowd)
        object.__setattr__(self, "chats", {phone.chat: phone for phone in (*self.phones, *behind)})

    def name(self, chat: str, sender: str) -> str:
        """The name shown for a sender; empty if nobody in this chat has that id."""
        return next((each.name for each in self.chats[chat].members if each.id == sender), "")


def _only(chat: str, name: str) -> Member:
    return Member(id=chat, name=name)


def cast(*, editor: str, desk: str, desk_members: tuple[str, ...], crowd: int = 100) -> Cast:
    """The four phones and `crowd` further citizens.

    Args:
        editor: the title of the editor's phone, as in "Biên tập viên <tờ báo>".
        desk: the name of the agency whose group chat is the fourth phone.
        desk_members: names of its members, who speak in the group.
        crowd: how many citizens without a phone on the page: citizen-001 ...
    """
    private = (
        (CITIZEN, "Bà con", "", "Người dân nhắn tin với kênh"),
        (OFFICER, "Cán bộ xã", "", "Cán bộ đầu mối của xã, phường"),
        (EDITOR, editor, "Biên tập viên", "Soạn và gửi bản tin"),
    )
    phones = [
        Phone(chat=chat, title=title, short=short, note=note, members=(_only(chat, title),))
        for chat, title, short, note in private
    ]
    members = tuple(Member(id=f"desk-{order}", name=name) for order, name in enumerate(desk_members, start=1))
    group = Phone(
        chat=DESK,
        title=desk,
        note="Nhóm chat tiếp nhận khó khăn, vướng mắc",
        kind=ChatKind.GROUP,
        members=members,
    )
    return Cast(
        phones=(*phones, group), crowd=tuple(f"citizen-{number:03}" for number in range(1, crowd + 1))
    )
