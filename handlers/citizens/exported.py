"""Everything we hold about the person who asks, in words."""

from handlers.citizens.consent import subject
from handlers.turn import Turn
from messages.contexts import privacy as words
from messages.vi import states
from messages.vi.offers import KIND as OFFER_KIND
from messages.vi.offers import STATE as OFFER_STATE
from messages.vi.rumours import VERDICT
from storage import export, people
from storage.campaign import Campaign
from storage.export import Held
from storage.records import Consent, Nomination, Offer, Pace, Report, Rumour

_CONSENT = {
    Consent.UNASKED: "chưa trả lời",
    Consent.AGREED: "đang đồng ý",
    Consent.DECLINED: "không",
}
_RATED = {None: "", True: " (đánh giá: hài lòng)", False: " (đánh giá: chưa hài lòng)"}
_DECISIONS = {"agreed": "đồng ý nhận tin", "declined": "không nhận tin", "withdrawn": "rút lại đồng ý"}
_PACES = {Pace.ALL: "nhận đủ các tin", Pace.DAILY: "mỗi ngày một lần, gộp trong bản điểm tin"}
_LOCALES = {"vi": "tiếng Việt", "km": "tiếng Khmer", "en": "tiếng Anh"}


async def exported(turn: Turn, roles: tuple[str, ...]) -> words.Export:
    """Reads it in this transaction; `roles` are the roles they hold, in words."""
    addresses = await people.addresses_of(turn.tx, turn.person.id)
    held = await export.held(turn.tx, turn.person, [subject(turn.secret, each) for each in addresses])
    campaign, person = turn.campaign, held.person
    return words.Export(
        at=turn.local,
        since=campaign.local(held.since),
        accounts=_accounts(campaign, held),
        consent=_CONSENT[person.consent],
        decisions=_decisions(campaign, held),
        locale=_LOCALES.get(person.locale, person.locale),
        place=_label(campaign, person.place or ""),
        topics=tuple(topic.label for topic in campaign.topics if topic.key in held.topics),
        followed=tuple(_label(campaign, code) for code in sorted(held.followed)),
        pace=_PACES[person.pace],
        name=person.name,
        roles=roles,
        blocked_until=campaign.local(person.blocked_until) if person.blocked_until else None,
        unfinished=_unfinished(turn, held),
        reports=tuple(_report(campaign, report, held) for report in held.reports),
        joined=tuple(report.code + _RATED[held.ratings.get(report.id)] for report in held.joined),
        rumours=tuple(_rumour(campaign, rumour) for rumour in held.rumours),
        nominations=tuple(_nomination(campaign, each, held) for each in held.nominations),
        seconded=tuple(words.SentWord(code=each.code, words=said) for each, said in held.seconded),
        told_of=tuple(each.code for each in held.told_of),
        remarks=tuple(
            words.SentRemark(
                code=each.code,
                at=campaign.local(each.created_at),
                lines=tuple(f"{'nơi tiếp nhận: ' if line.actor else ''}{line.words}" for line in said),
            )
            for each, said in held.remarks
        ),
        offers=tuple(_offer(campaign, each) for each in held.offers),
        got=held.got,
        pressed=held.pressed,
        copies=held.copies,
        days=campaign.retention.raw_chat_days,
        parked=held.parked,
        tries=held.tries,
    )


def _rumour(campaign: Campaign, rumour: Rumour) -> words.AskedAbout:
    """Neither somebody else's words nor a claim without its verdict: when, and what was found."""
    verdict = VERDICT[rumour.finding.verdict.value] if rumour.finding else ""
    return words.AskedAbout(at=campaign.local(rumour.created_at).date(), verdict=verdict)


def _accounts(campaign: Campaign, held: Held) -> tuple[words.Account, ...]:
    return tuple(
        words.Account(
            channel=each.address.channel,
            chat=each.address.chat,
            last_heard=campaign.local(each.last_heard),
        )
        for each in held.reached
    )


def _decisions(campaign: Campaign, held: Held) -> tuple[words.Decision, ...]:
    return tuple(
        words.Decision(what=_DECISIONS.get(each.decision, each.decision), at=campaign.local(each.at))
        for each in held.decisions
    )


def _unfinished(turn: Turn, held: Held) -> tuple[words.Unfinished, ...]:
    found = []
    for each in held.unfinished:
        flow = turn.registry.flow(each.flow)
        found.append(words.Unfinished(title=flow.title if flow else each.flow, words=each.words))
    return tuple(found)


def _label(campaign: Campaign, code: str) -> str:
    """A place in words; a code that the campaign file does not know any more stands as it is."""
    return campaign.units.full_label(code) if code in campaign.units else code


def _report(campaign: Campaign, report: Report, held: Held) -> words.SentReport:
    kind = campaign.kind(report.kind)
    unit = campaign.scope(report.on_behalf) if report.on_behalf else None
    return words.SentReport(
        code=report.code,
        at=campaign.local(report.created_at),
        state=states.REPORT[report.state.value],
        kind=kind.label if kind else report.kind,
        place=_label(campaign, report.place),
        words=report.words,
        files=len(report.attachments),
        contact=report.contact,
        point=f"{point.lat}, {point.lon}" if (point := held.points.get(report.code)) else "",
        unnamed=report.code in held.unnamed,
        unit=unit.name if unit else report.on_behalf,
        story=tuple(
            words.Event(
                at=campaign.local(event.at),
                who="nơi tiếp nhận" if event.actor else "bà con",
                what=states.EVENT.get(event.kind, event.kind),
                words=event.words,
            )
            for event in held.stories[report.code]
        ),
    )


def _nomination(campaign: Campaign, each: Nomination, held: Held) -> words.SentNomination:
    lines = (
        each.unit,
        each.deed,
        each.happened,
        each.result,
        each.known_how,
        each.nominator,
        *held.told_more[each.code],
    )
    return words.SentNomination(
        code=each.code,
        at=campaign.local(each.created_at),
        state=states.NOMINATION_PUBLIC[each.state.value],
        name=each.name,
        place=_label(campaign, each.place),
        lines=tuple(line for line in lines if line),
        files=len(each.attachments),
    )


def _offer(campaign: Campaign, each: Offer) -> words.SentOffer:
    return words.SentOffer(
        code=each.code,
        at=campaign.local(each.created_at),
        state=OFFER_STATE[each.state.value],
        kind=OFFER_KIND[each.kind.value],
        place=_label(campaign, each.place),
        lines=tuple(line for line in (each.words, each.when) if line),
        contact=each.contact,
        shared=each.shared,
    )
