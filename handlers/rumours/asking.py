"""Somebody asks about a rumour: its correction, or one item for the agency, joined by everyone who asks the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
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
_GATHER = timedelta(seconds=4)  # real time in which the other pictures of an album come
_MARGIN = timedelta(seconds=1)  # longer than a turn takes: what joins then is there when the job begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asks about.

    Attributes:
        address, person_id: where they read, and who they are.
        text: the rumour, numbers of people hidden.
        attachments: the pictures that came with it, for the agency.
        photos: the perceptual hashes of the pictures.
        besides: code of an item that they said it is not.
        remark: code of the reply to a bulletin that it was; empty for none.
    """

    address: Address
    person_id: int
    text: str
    attachments: tuple[Attachment, ...] = ()
    photos: tuple[str, ...] = ()
    besides: str = ""
    remark: str = ""


async def heard(turn: Turn, text: str, files: Sequence[Attachment], *, besides: str = "") -> None:
    """Answer a rumour told in words, as a picture, or both; ask again where neither can be read."""
    text, photos = mask_phones(calm(text).strip()), photos_of(files)
    claim = read(text)
    refusal = _refused(claim, photos, files)
    if refusal is not None:
        await conversing.enter(turn, FLOW, answers={"besides": besides}, before=turn.words(refusal))
        return
    if stop := await _stopped(turn):
        turn.say(stop, [turn.registry.buttons("tinmoi", "trogiup")])
        return
    asked = Asked(address=turn.address, person_id=turn.person.id, text=text, besides=besides)
    if not photos or await _known_by_words(turn, asked, claim):
        turn.out += await check(turn, asked)
    else:
        await look_at(turn, asked, photos)


def photos_of(files: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """Those of them that are pictures, also sent as files."""
    return tuple(
        each
        for each in files
        if each.kind is AttachmentKind.PHOTO
        or (each.kind is AttachmentKind.DOCUMENT and each.mime.startswith("image/"))
    )


def tells_enough(text: str) -> bool:
    """Whether these words can name one rumour."""
    return _enough(read(text))


def _enough(claim: Claim) -> bool:
    return sum(map(weight, set(claim.terms))) >= _ENOUGH


def _refused(claim: Claim, photos: Sequence[Attachment], files: Sequence[Attachment]) -> Words | None:
    if photos or _enough(claim):
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


async def look_at(turn: Turn, asked: Asked, photos: Sequence[Attachment]) -> None:
    """The pictures are fetched and compared outside of the turn; the person is answered when that is done.

    Those of an album come one by one: they are waited for, so that all of them are one enquiry with one answer.
    """
    name = albums.name(turn, _ALBUM, turn.token())
    payload: dict[str, Any] = {
        "address": asked.address.id,
        "person": asked.person_id,
        "text": asked.text,
        "photos": [dump_attachment(each) for each in photos],
        "besides": asked.besides,
        "remark": asked.remark,
    }
    begins = turn.wall + _GATHER if turn.inbound.album else None
    await jobs.put(turn.tx, PHOTO_JOB, payload, turn.wall, dedupe=name, not_before=begins)
    if asked.remark:  # who sent the picture does not wait here: they hear once there is something to say
        return
    told = turn.words(words.LookingAtPhoto(several=bool(turn.inbound.album) or len(photos) > 1))
    turn.out.append(Outgoing(address=turn.address, reply=Reply(text=told), dedupe=name))


async def rest_of_album(turn: Turn) -> bool:
    """Whether this is a later part of an album that is being looked at: it joins, and what is said is said once.

    One that comes after the answer is compared too, and heard of again only if it is known to be answered.
    """
    name = await albums.name_of(turn, _ALBUM) if turn.inbound.attachments else ""
    for each in photos_of(turn.inbound.attachments) if name else ():
        photo = dump_attachment(each)
        if not await jobs.extend(turn.tx, name, "photos", photo, turn.wall + _MARGIN):
            late = {"address": turn.address.id, "person": turn.person.id, "text": "", "besides": ""}
            await jobs.put(turn.tx, PHOTO_JOB, {**late, "photos": [photo], "late": True}, turn.wall)
    return bool(name)


async def check(here: Here, asked: Asked) -> list[Outgoing]:
    """The answer, and what the agency is to see; all in one transaction, so that the same asked at once is one item."""
    await rumours.lock(here.tx)
    rumour = await _by_words(here, read(asked.text), asked.besides) if asked.text else None
    if rumour is None:
        rumour = await _by_photos(here, asked)
    if rumour is None and here.campaign.phase(here.now) == "closed":
        return [_too_late(here, asked)]
    if rumour is None:
        return await _open(here, asked)
    first = await rumours.ask(here.tx, rumour, asked.person_id, here.now)
    await _goes_on(here, asked, rumour)
    told = await _told(here, asked, rumour)
    seen = await rumours.get(here.tx, rumour.code) or rumour
    return [told, *(await office.refresh(here, seen, quietly=True) if first else ())]


async def known_photo(here: Here, asked: Asked) -> list[Outgoing]:
    """The answer, if one of the pictures has one already; otherwise nothing, and nothing is opened."""
    rumour = await _by_photos(here, asked)
    if rumour is None or rumour.state is not RumourState.ANSWERED:
        return []
    await rumours.ask(here.tx, rumour, asked.person_id, here.now)
    return [await _told(here, asked, rumour)]


async def _by_photos(here: Here, asked: Asked) -> Rumour | None:
    """The rumour that one of the pictures belongs to; of several one that is answered."""
    found = [await rumours.same_photo(here.tx, each, besides=asked.besides) for each in asked.photos]
    known = [each for each in found if each is not None]
    return next((each for each in known if each.state is RumourState.ANSWERED), next(iter(known), None))


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
    for each in dict.fromkeys(asked.photos):
        await rumours.add_photo(here.tx, rumour, each)
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
        return Outgoing(address=asked.address, reply=reply, subject=rumour.code)
    wanted = (await rumours.demand(here.tx, [rumour.id]))[rumour.id]
    name = office.agency_name(here.campaign, rumour.agency)
    quiet = Choice(label="Không cần báo lại", data=buttons.rumour(rumour.code, telling.NO_NEWS))
    need = Choice(label="Đây là khó khăn cần giúp", data=buttons.command("phananh"))
    text = render(words.NotYet(agency=name, askers=wanted.askers))
    reply = Reply(text=text, rows=((quiet,), (need,)))
    return Outgoing(address=asked.address, reply=reply, subject=rumour.code)


def _too_late(here: Here, asked: Asked) -> Outgoing:
    campaign = here.campaign
    over = words.NotAnyMore(ends=campaign.ends, office=campaign.contacts.after_campaign_office)
    return Outgoing(address=asked.address, reply=Reply(text=render(over)))


def unread(address: Address) -> Outgoing:
    """The picture could not be read, or shows too little to be known again."""
    again = Choice(label="Gửi tin khác", data=buttons.command(FLOW))
    return Outgoing(address=address, reply=Reply(text=render(words.PhotoUnread()), rows=((again,),)))
