"""A reply to a bulletin that tells a rumour: asked about at the rumour desk, for the person who wrote it."""

from handlers import telling
from handlers.remarks import common
from handlers.rumours import asking, office
from handlers.rumours.asking import Asked
from handlers.turn import Turn
from messages.calming import calm
from messages.content import Attachment, Reply
from messages.contexts import remarks as words
from messages.masking import mask_phones
from messages.vi.remarks import AFTER_END, TOO_VAGUE
from storage import codes, remarks
from storage.outbox import Outgoing
from storage.records import Address, Remark, RemarkState


async def verify(turn: Turn, code: str) -> None:
    """Thành tin cần kiểm chứng: the person is told what is known, now or once the rumour desk has answered."""
    found = await common.pressed(turn, code)
    if found is None:
        return
    address = await common.reader(turn, found)
    said = [line for line in await remarks.lines(turn.tx, found) if not line.actor]
    text = mask_phones(calm("\n".join(line.words for line in said if line.words)).strip())
    files = remarks.files_of(said)
    if found.state is RemarkState.TURNED:
        turn.say(words.NotSo(code=code, state=common.state_of(found)))
    elif (why := _why_not(turn, found, address, text, files)) or address is None or found.person_id is None:
        turn.say(words.NotVerified(code=code, why=why))
    else:
        asked = Asked(address=address, person_id=found.person_id, text=text, attachments=files, remark=code)
        await _turned(turn, found, asked, asking.photos_of(files))


def _why_not(
    turn: Turn, remark: Remark, address: Address | None, text: str, files: tuple[Attachment, ...]
) -> str:
    if turn.campaign.phase(turn.now) == "closed":
        return AFTER_END
    if address is None:
        return telling.NO_WAY if remark.person_id else telling.NO_ONE
    told = asking.tells_enough(text) or bool(asking.photos_of(files))
    return "" if told else TOO_VAGUE


async def _turned(turn: Turn, remark: Remark, asked: Asked, photos: tuple[Attachment, ...]) -> None:
    if not await remarks.move(turn.tx, remark, RemarkState.TURNED):
        after = await remarks.get(turn.tx, remark.code) or remark
        turn.say(words.NotSo(code=remark.code, state=common.state_of(after)))
        return
    await remarks.became(turn.tx, remark, codes.RUMOUR)
    agency = await office.agency(turn)
    name = office.agency_name(turn.campaign, agency.key if agency else "")
    told = words.ToRumours(code=remark.code, agency=name)
    turn.out.append(Outgoing(address=asked.address, reply=Reply(text=turn.words(told))))
    if not photos:
        turn.out += await asking.check(turn, asked)
    else:
        await asking.look_at(turn, asked, photos)
    after = await remarks.get(turn.tx, remark.code) or remark
    await turn.log("remark.turned", remark.code, rumour=after.became)
    await common.show(turn, remark.code, "đã chuyển thành tin cần kiểm chứng")
