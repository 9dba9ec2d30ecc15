"""Kết quả: what became of a bulletin, in chat at once, then as a chart and a table."""

from collections import Counter

from handlers.registry import Action
from handlers.staff.pushing.common import STEERERS, bulletin_of
from handlers.turn import Turn
from messages.buttons import Pressed
from messages.contexts import pushing as words
from messages.documents.outcome import Area, Outcome, percent
from messages.vi.bulletins import DELIVERIES, REASONS, Steer
from storage import bulletins, drafts, jobs, remarks
from storage.bulletins.results import Place, Results
from storage.campaign import Campaign
from storage.database import Tx
from storage.records import Bulletin, Offered

JOB = "bulletin_results"
NOWHERE = "Chưa chọn nơi ở"
_AREAS, _REASONS = 5, 4  # in chat; the table has all


async def show(turn: Turn, ref: str) -> None:
    """The figures as they stand; the chart and the table follow."""
    made = await bulletin_of(turn, ref)
    if made is None:
        return
    found = await outcome(turn.tx, turn.campaign, made, turn.local)
    told = words.Results(
        id=made.id,
        title=made.title,
        reached=found.reached,
        missed=found.missed,
        waiting=found.waiting,
        reasons=tuple(words.Reason(why=why, count=n) for why, n in found.reasons[:_REASONS]),
        presses=tuple(
            words.Pressed(label=label, count=n, share=percent(n, found.reached))
            for label, n in zip(found.buttons, _totals(found), strict=True)
        ),
        areas=tuple(
            words.AreaLine(
                label=each.label,
                reached=each.reached,
                answered=each.answered,
                share=percent(each.answered, each.reached),
            )
            for each in found.areas[:_AREAS]
        ),
        more_areas=max(0, len(found.areas) - _AREAS),
        left=found.left,
        replies=found.replies,
    )
    turn.say(told)
    await jobs.put(turn.tx, JOB, {"bulletin": made.id, "address": turn.address.id}, turn.wall)


def _totals(found: Outcome) -> list[int]:
    return [sum(each.presses[at] for each in found.areas) for at in range(len(found.buttons))]


async def outcome(tx: Tx, campaign: Campaign, made: Bulletin, now: object) -> Outcome:
    """Everything that chat, chart and table show, read in one transaction; `now` is local campaign time."""
    draft = await drafts.of_bulletin(tx, made.id)
    offered = tuple(each for each in draft.choices if not each.url) if draft else ()
    got = await bulletins.results(tx, made.id)
    areas = _areas(campaign, got, offered)
    return Outcome(
        number=made.id,
        title=made.title,
        sent_at=campaign.local(made.created_at),
        as_of=now,  # type: ignore[arg-type]
        reached=sum(each.reached for each in areas),
        missed=sum(each.missed for each in areas),
        waiting=sum(each.waiting for each in got.places.values()),
        buttons=tuple(each.label for each in offered),
        areas=areas,
        reasons=tuple(
            (REASONS.get(why) or why or DELIVERIES[state.value].lower(), n) for state, why, n in got.reasons
        ),
        left=got.left,
        replies=sum((await remarks.counts(tx, made.id)).values()),
    )


def _areas(campaign: Campaign, got: Results, offered: tuple[Offered, ...]) -> tuple[Area, ...]:
    """Districts, those with most people first; who chose no place comes last."""
    districts: dict[str, Place] = {}
    for code, place in got.places.items():
        unit = campaign.units.district_of(code) if code in campaign.units else None
        name = unit.title if unit else campaign.units[code].title if code in campaign.units else NOWHERE
        _add(districts.setdefault(name, Place()), place)
    ordered = sorted(districts.items(), key=lambda item: (item[0] == NOWHERE, -item[1].reached, item[0]))
    return tuple(
        Area(
            label=name,
            reached=each.reached,
            missed=each.missed,
            answered=each.answered,
            presses=tuple(each.presses[offer.key] for offer in offered),
        )
        for name, each in ordered
    )


def _add(whole: Place, part: Place) -> None:
    whole.reached += part.reached
    whole.missed += part.missed
    whole.waiting += part.waiting
    whole.answered += part.answered
    whole.presses = Counter(whole.presses) + Counter(part.presses)


ACTIONS = (Action(kind=Pressed.BULLETIN, name=Steer.RESULTS, run=show, roles=STEERERS, desk_members=False),)
