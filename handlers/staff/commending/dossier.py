"""/hoso: the dossier of what is proposed, gathered in one transaction, drawn and sent by a job."""

from collections.abc import Mapping
from datetime import datetime

from handlers.cards import place_label
from handlers.staff.digest_files import letterhead_of
from handlers.turn import Turn
from messages.contexts import commending as words
from messages.documents.honours import Honour, Honours
from messages.render import day
from messages.vi import commending as names
from messages.vi import states
from storage import jobs, nominations, seconding, zone_states
from storage.campaign import Agency, Campaign
from storage.database import Tx
from storage.nominations import Which
from storage.records import PROPOSALS, Nomination, NominationEvent, NominationState, Role, Track
from storage.zone_states import Ledger
from storage.zones import ZoneStatus

JOB = "honour_files"
_VERIFIED = NominationState.VERIFIED.value


async def dossier(turn: Turn, _argument: str) -> None:
    """Lập hồ sơ xét khen: says that it comes, and has it made for this chat."""
    count = await nominations.count(turn.tx, Which(states=PROPOSALS))
    if not count:
        turn.say(words.NothingProposed())
        return
    turn.say(words.FilesComing(count=count))
    await turn.log("nomination.dossier", "", count=count)
    payload = {"addresses": [turn.address.id], "until": turn.now.isoformat()}
    await jobs.put(turn.tx, JOB, payload, turn.wall)


async def gather(tx: Tx, campaign: Campaign, until: datetime) -> Honours:
    """Everything the files show. LookupError if no agency of the campaign could submit it."""
    found = await nominations.every(tx, Which(states=PROPOSALS))
    ids = [each.id for each in found]
    confirmed = await nominations.last_words(tx, ids, {_VERIFIED})
    voices = await seconding.counts(tx, ids)
    ledger = await zone_states.ledger(tx, campaign.zones)
    entries = [_honour(campaign, each, confirmed.get(each.id, {}), voices[each.id], ledger) for each in found]
    rules = campaign.commending
    return Honours(
        letterhead=letterhead_of(campaign, _submits(campaign), campaign.agencies_with(Role.HOME_AFFAIRS)),
        until=campaign.local(until),
        entries=tuple(sorted(entries, key=lambda each: (not each.collective, each.district))),
        chairman=f"Chủ tịch {campaign.issuer}",
        through=", ".join(filter(None, (rules.board, _board_of(campaign)))) if rules.board else "",
        grounds=rules.grounds,
        plan=f"Kế hoạch số {campaign.number} ngày {day(campaign.signed)} của {campaign.issuer} phát động đợt"
        f" thi đua {campaign.title}",
        merit=rules.merit or f"đợt thi đua {campaign.title}",
        note=rules.note,
        sudden_note=rules.sudden_note,
    )


def _submits(campaign: Campaign) -> Agency:
    """Health leads the proposals (plan V.3); where a campaign has no such agency, Home Affairs does."""
    found = [*campaign.agencies_with(Role.HEALTH), *campaign.agencies_with(Role.HOME_AFFAIRS)]
    if not found:
        raise LookupError("no agency of the campaign file proposes commendations")
    return found[0]


def _board_of(campaign: Campaign) -> str:
    return next((agency.name for agency in campaign.agencies_with(Role.HOME_AFFAIRS)), "")


def _honour(
    campaign: Campaign,
    each: Nomination,
    said: Mapping[str, NominationEvent],
    voices: int,
    ledger: Ledger,
) -> Honour:
    verified = said.get(_VERIFIED)
    return Honour(
        code=each.code,
        collective=each.collective,
        name=each.name,
        born=str(each.born or ""),
        gender=each.gender,
        position=each.position,
        members=each.members or 0,
        unit=each.unit,
        place=place_label(campaign, each.place),
        district=_district(campaign, each.place),
        deed=each.deed,
        days=each.happened,
        result=each.result,
        helped=names.HELPED.get(each.helped, each.helped),
        form=each.form,
        sudden=each.track is Track.SUDDEN,
        praised=each.praised,
        before=_colour(campaign.zones.of(each.place) if campaign.zones else None),
        after=_colour(ledger.of(each.place)),
        confirmed=verified.words if verified else "",
        confirmed_by=verified.actor.partition(" (")[0] if verified else "",
        voices=voices,
        state=states.NOMINATION[each.state.value],
    )


def _colour(status: ZoneStatus | None) -> str:
    """As it was published, with its day; nothing is computed, and unknown is never green."""
    return f"{status.colour.label} ({day(status.date)})" if status else ""


def _district(campaign: Campaign, place: str) -> str:
    if place not in campaign.units:
        return place
    return (campaign.units.district_of(place) or campaign.units[place]).title
