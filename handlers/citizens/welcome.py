"""/start, consent, the menu and /trogiup."""

from handlers import conversing
from handlers.citizens import consent, menu
from handlers.citizens.menu import menu_rows
from handlers.registry import Command
from handlers.steps import Flow
from handlers.turn import Turn
from messages.content import ChatKind
from messages.contexts import welcome
from storage import desks
from storage.records import Consent, Role

__all__ = ["ACTIONS", "COMMANDS", "FLOWS", "ended_note", "menu_rows"]

_IN_GROUPS = ("hangcho", "tonghop", "xetkhen", "ketnoi")


def ended_note(turn: Turn) -> str:
    """Rich text that says that the campaign is over and where new matters go; empty until it is."""
    if turn.campaign.phase(turn.now) != "closed":
        return ""
    guidance = turn.campaign.guidance
    return turn.words(
        welcome.Ended(
            ends=turn.campaign.ends,
            office=turn.campaign.contacts.after_campaign_office,
            dated=guidance.dated,
            current=guidance.current,
        )
    )


async def start(turn: Turn, argument: str) -> None:
    """Welcome; an argument is the code of an invite."""
    if argument:
        redeems = turn.registry.command("ketnoi" if _in_group(turn) else "thamgia")
        if redeems is not None:
            await redeems.run(turn, argument)
            return
    if _in_group(turn):
        await show_help(turn, "")
    elif note := ended_note(turn):
        turn.say(note, menu_rows(turn))
    elif turn.person.consent is Consent.UNASKED:
        campaign = turn.campaign
        hello = welcome.Hello(
            theme=campaign.theme,
            starts=campaign.starts,
            ends=campaign.ends,
            managing_body=campaign.contacts.managing_body,
        )
        consent.ask(turn, turn.words(hello))
    else:
        turn.say(welcome.HelloAgain(staff=turn.roles != {Role.CITIZEN}), menu_rows(turn))


async def agree(turn: Turn, _argument: str) -> None:
    """They pressed "Đồng ý nhận tin", perhaps on an old message."""
    if note := ended_note(turn):
        turn.say(note, menu_rows(turn))
    elif consent.has_agreed(turn):
        turn.say(welcome.AgreedBefore(), [turn.registry.buttons("dangky"), turn.registry.buttons("ngungtin")])
    else:
        await consent.agree(turn)
        thanks = turn.words(welcome.Agreed())
        # Somebody who agreed in the middle of telling us something goes on with that.
        if not await conversing.again(turn, thanks):
            await conversing.start(turn, "noio", {"first": True}, before=thanks)


async def decline(turn: Turn, _argument: str) -> None:
    """They pressed "Không, tôi chỉ hỏi thông tin", perhaps on an old message."""
    if consent.has_agreed(turn):
        await _stop(turn)
        return
    await consent.decline(turn)
    declined = turn.words(welcome.Declined())
    if not await conversing.again(turn, declined):
        turn.say(declined, menu_rows(turn))


async def _stop(turn: Turn) -> None:
    """Who takes news already is asked whether to stop, not cut off by an old button."""
    stop = turn.registry.command("ngungtin")
    if stop is not None:
        await stop.run(turn, "")


async def show_help(turn: Turn, argument: str) -> None:
    """What this person can do here; with "khac", the second screen of the menu."""
    if _in_group(turn):
        keys = sorted(await desks.agencies_at(turn.tx, turn.address.id))
        agencies = tuple(agency.name for key in keys if (agency := turn.campaign.agency(key)))
        turn.say(welcome.GroupHelp(agencies=agencies, lines=_group_lines(turn)))
    elif argument == menu.ELSE:
        turn.say(welcome.More(), menu.more_rows(turn))
    else:
        note = ended_note(turn)
        text = turn.words(welcome.Help(lines=menu.citizen_lines(turn), staff_lines=menu.staff_lines(turn)))
        turn.say(f"{note}\n\n{text}" if note else text, menu_rows(turn))


def _group_lines(turn: Turn) -> tuple[welcome.Line, ...]:
    found = (turn.registry.command(name) for name in _IN_GROUPS)
    return tuple(welcome.Line(name=each.name, title=each.title) for each in found if each and each.groups)


def _in_group(turn: Turn) -> bool:
    return turn.address.kind is ChatKind.GROUP


COMMANDS: tuple[Command, ...] = (
    Command(
        name="start",
        title="Bắt đầu",
        run=start,
        words=("chào", "xin chào", "chào bạn", "chào em", "chào anh chị", "alo", "hello", "hi"),
        groups=True,
        greets=True,
    ),
    Command(
        name="trogiup",
        title="Trợ giúp",
        run=show_help,
        words=("menu", "help", "giúp tôi với", "các mục khác", "xem các mục", "hướng dẫn sử dụng"),
        groups=True,
    ),
    Command(name=consent.AGREE, title="Đồng ý nhận tin", run=agree, menu=False),
    Command(name=consent.DECLINE, title="Không, tôi chỉ hỏi thông tin", run=decline, menu=False),
)
FLOWS: tuple[Flow, ...] = ()
ACTIONS = ()
