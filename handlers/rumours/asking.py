"""Somebody asks about a rumour: its correction, or one item for the agency, joined by everyone who asks the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers import albums, conversing
from handlers.barring import blocked
from handlers.rumours import matching, office, telling
from handlers.rumours.office import Here
from handlers.turn import Turn
from messages import buttons
from messages.calming import calm
from messages.claims import Claim, read, weight
from messages.content import Attachment, AttachmentKind, Choice, Reply
from messages.contexts import rumours as words
from messages.encoding import dump_attachment
from messages.masking import mask_phones
from messages.render import Words, render
from storage import jobs, outbox, remarks, rumours
from storage.outbox import Outgoing
from storage.records import Address, Rumour, RumourState
from storage.rumours import NewRumour

FLOW = "kiemchung"
PHOTO_JOB = "rumour_photo"
PER_HOUR, PER_DAY = 15, 40  # questions of one person
_ENOUGH = 1.5  # weight of telling words; fewer name no rumour
_KEPT = 1500  # characters of what was asked
_ALBUM = "rumour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asks about.

    Attributes:
        address, person_id: where they read, and who they are.
        text: the rumour, numbers of people hidden.
        attachments: the picture that came with it, for the agency.
        photo: its perceptual hash; empty for none.
        besides: code of an item that they said it is not.
        remark: code of the reply to a bulletin that it was; empty for none.
    """

    address: Address
    person_id: int
    text: str
    attachments: tuple[Attachment, ...] = ()
    photo: str = ""
    besides: str = ""
    remark: str = ""


async def heard(turn: Turn, text: str, files: Sequence[Attachment], *, besides: str = "") -> None:
    """Answer a rumour told in words, as a picture, or both; ask again where neither can be read."""
    text, photo = mask_phones(calm(text).strip()), first_photo(files)
    claim = read(text)
    refusal = _refused(claim, photo, files)
    if refusal is not None:
        await conversing.enter(turn, FLOW, answers={"besides": besides}, before=turn.words(refusal))
        return
    if stop := await _stopped(turn):
        turn.say(stop, [turn.registry.buttons("tinmoi", "trogiup")])
        return
    asked = Asked(address=turn.address, person_id=turn.person.id, text=text, besides=besides)
    if photo is None or await _known_by_words(turn, asked, claim):
        turn.out += await check(turn, asked)
    else:
        await look_at(turn, asked, photo)


def first_photo(files: Sequence[Attachment]) -> Attachment | None:
    """The first of them that is a picture, also one sent as a file."""
    return next(
        (
            each
            for each in files
            if each.kind is AttachmentKind.PHOTO
            or (each.kind is AttachmentKind.DOCUMENT and each.mime.startswith("image/"))
        ),
        None,
    )


def tells_enough(text: str) -> bool:
    """Whether these words can name one rumour."""
    return _enough(read(text))


def _enough(claim: Claim) -> bool:
    return sum(map(weight, set(claim.terms))) >= _ENOUGH


def _refused(claim: Claim, photo: Attachment | None, files: Sequence[Attachment]) -> Words | None:
    if photo is not None or _enough(claim):
        return None
    return words.TooVague() if claim.terms else words.NeedRumour(heard=bool(files))


async def _stopped(turn: Turn) -> Words | None:
    """Why nothing of theirs is looked at now; counts the question otherwise."""
    refusal = blocked(turn)
    if refusal is not None:
        return refusal
    may = await rumours.may_ask(turn.tx, turn.person.id, turn.now, per_hour=PER_HOUR, per_day=PER_DAY)
    return None if may else words.TooManyQuestions(per_hour=PER_HOUR, per_day=PER_DAY)


async def _known_by_words(turn: Turn, asked: Asked, claim: Claim) -> bool:
    found = await _by_words(turn, claim, asked.besides)
    return found is not None and found.state is RumourState.ANSWERED


async def look_at(turn: Turn, asked: Asked, photo: Attachment) -> None:
    """The picture is fetched and compared outside of the turn; the person is answered when that is done."""
    payload: dict[str, Any] = {
        "address": asked.address.id,
        "person": asked.person_id,
        "text": asked.text,
        "photo": dump_attachment(photo),
        "besides": asked.besides,
        "remark": asked.remark,
    }
    await jobs.put(turn.tx, PHOTO_JOB, payload, turn.wall)
    if asked.remark:  # who sent the picture does not wait here: they hear once there is something to say
        return
    told = turn.words(words.LookingAtPhoto(album=bool(turn.inbound.album)))
    name = albums.name(turn, _ALBUM, turn.token())
    turn.out.append(Outgoing(address=turn.address, reply=Reply(text=told), dedupe=name))


async def rest_of_album(turn: Turn) -> bool:
    """Whether this is a later part of an album whose first picture is being looked at: said once, not for each."""
    return bool(turn.inbound.attachments) and await albums.known_as(turn, _ALBUM)


async def check(here: Here, asked: Asked) -> list[Outgoing]:
    """The answer, and what the agency is to see; all in one transaction, so that the same asked at once is one item."""
    await rumours.lock(here.tx)
    rumour = await _by_words(here, read(asked.text), asked.besides) if asked.text else None
    if rumour is None and asked.photo:
        rumour = await rumours.same_photo(here.tx, asked.photo, besides=asked.besides)
    if rumour is None and here.campaign.phase(here.now) == "closed":
        return [_too_late(here, asked)]
    if rumour is None:
        return await _open(here, asked)
    first = await rumours.ask(here.tx, rumour, asked.person_id, here.now)
    await _goes_on(here, asked, rumour)
    told = await _told(here, asked, rumour)
    seen = await rumours.get(here.tx, rumour.code) or rumour
    return [told, *(await office.refresh(here, seen) if first else ())]


async def _by_words(here: Here, claim: Claim, besides: str) -> Rumour | None:
    """The known rumour most like it; of equals one that is answered."""
    scored = [
        (matching.likeness(each.claim, claim), each.state is RumourState.ANSWERED, -each.rumour_id)
        for each in await rumours.candidates(here.tx, claim)
    ]
    for score, _, negative in sorted(scored, reverse=True):
        if score < matching.SAME:
            return None
        rumour = await rumours.by_id(here.tx, -negative)
        if rumour is not None and rumour.code != besides:
            return rumour
    return None


async def _open(here: Here, asked: Asked) -> list[Outgoing]:
    agency = await office.agency(here)
    text = office.shortened(asked.text, _KEPT)
    new = NewRumour(agency=agency.key if agency else "", words=text, attachments=asked.attachments)
    rumour = await rumours.add(here.tx, new, here.now)
    await rumours.index_words(here.tx, rumour, text)
    if asked.photo:
        await rumours.add_photo(here.tx, rumour, asked.photo)
    await rumours.ask(here.tx, rumour, asked.person_id, here.now)
    await _goes_on(here, asked, rumour)
    # Put now, not as the turn ends: whoever asks the same in this very batch brings this card up to date.
    await outbox.put(here.tx, await office.put(here, rumour), here.wall)
    return [await _told(here, asked, rumour)]


async def _goes_on(here: Here, asked: Asked, rumour: Rumour) -> None:
    """The reply to a bulletin that it was leads to the item."""
    if asked.remark and (remark := await remarks.get(here.tx, asked.remark)) is not None:
        await remarks.became(here.tx, remark, rumour.code)


async def _told(here: Here, asked: Asked, rumour: Rumour) -> Outgoing:
    if rumour.state is RumourState.ANSWERED:
        reply = Reply(text=render(telling.found(here.campaign, rumour)), rows=telling.answer_rows(rumour))
        return Outgoing(address=asked.address, reply=reply)
    wanted = (await rumours.demand(here.tx, [rumour.id]))[rumour.id]
    name = office.agency_name(here.campaign, rumour.agency)
    quiet = Choice(label="Không cần báo lại", data=buttons.rumour(rumour.code, telling.NO_NEWS))
    need = Choice(label="Đây là khó khăn cần giúp", data=buttons.command("phananh"))
    text = render(words.NotYet(agency=name, askers=wanted.askers))
    return Outgoing(address=asked.address, reply=Reply(text=text, rows=((quiet,), (need,))))


def _too_late(here: Here, asked: Asked) -> Outgoing:
    campaign = here.campaign
    over = words.NotAnyMore(ends=campaign.ends, office=campaign.contacts.after_campaign_office)
    return Outgoing(address=asked.address, reply=Reply(text=render(over)))


def unread(address: Address) -> Outgoing:
    """The picture could not be read, or shows too little to be known again."""
    again = Choice(label="Gửi tin khác", data=buttons.command(FLOW))
    return Outgoing(address=address, reply=Reply(text=render(words.PhotoUnread()), rows=((again,),)))
