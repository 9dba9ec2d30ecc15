"""/gopsuc: goods, transport or work that somebody offers; received by the Front and by officers of the place."""

import re
from dataclasses import replace

from handlers import conversing
from handlers.barring import barred
from handlers.cards import place_label
from handlers.choose import Option
from handlers.places import chosen_place, place_step
from handlers.questions import choice_step, refuse, summary_step, text_step, to
from handlers.registry import Command
from handlers.staff.offers import cards
from handlers.steps import Answers, Facts, Said, Step, flow
from handlers.turn import Turn
from messages.contexts import offers as words
from messages.contexts import reports as report_words
from messages.folding import fold
from messages.folding import words as words_of
from messages.length import utf16
from messages.masking import mask
from messages.render import Words
from messages.vi.offers import KIND
from storage import offers
from storage.campaign import Campaign
from storage.offers import NewOffer
from storage.records import OfferKind

_WORDS, _WHEN = 800, 200  # UTF-16 units
MONEY = "money"
# "5 triệu", "500k", "chuyển khoản", "ủng hộ tiền": money, not "đỡ tiền công".
_MONEY = re.compile(
    r"\d\s*(?:trieu|tr|nghin|ngan|k|dong|d|vnd|ty)\b|chuyen khoan|tien mat|so tai khoan|\bstk\b"
    r"|(?:gop|ung ho|gui|tang|cho|quyen)\s+(?:it\s+|mot it\s+|chut\s+)?tien\b"
)


async def begin(turn: Turn, argument: str) -> None:
    """Start, with what was said already carried over; money is answered at once and never taken."""
    refusal = await barred(turn)
    if refusal is not None:
        turn.say(refusal, [turn.registry.buttons("theodoi", "trogiup")])
        return
    text = mask(str(turn.carried.get("text", "")))
    about_money = is_money(text)
    enough = len(words_of(text)) > 2 and utf16(text) <= _WORDS and not about_money
    before = turn.words(no_money(turn.campaign)) if about_money else ""
    await conversing.enter(turn, FLOW.name, argument, {"words": text} if enough else {}, before=before)


def is_money(text: str) -> bool:
    """Whether it is money that is offered."""
    return bool(_MONEY.search(fold(text)))


def no_money(campaign: Campaign) -> Words:
    """Where money goes instead: the channels that the campaign file names."""
    return words.NoMoney(channels=campaign.help.money_channels, front=cards.desk_name(campaign))


def _kind_step() -> Step:
    labels = {
        OfferKind.GOODS: "Hàng hóa, nhu yếu phẩm",
        OfferKind.TRANSPORT: "Xe, vận chuyển",
        OfferKind.WORK: "Công sức tình nguyện",
    }
    options = [*(Option(key=kind.value, label=label) for kind, label in labels.items())]
    options.append(Option(key=MONEY, label="Tiền", words=("tiền mặt", "chuyển khoản")))
    step = choice_step(
        "kind",
        lambda _a, _f: words.AskOfferKind(),
        lambda _a, _f: options,
        lambda a, _f: "place" if a.get("words") else "words",
    )

    def accept(said: Said, answers: Answers, facts: Facts) -> str:
        if said.choice == MONEY or (not said.choice and is_money(said.text)):
            raise refuse(no_money(facts.campaign), facts)
        return str(step.accept(said, answers, facts))

    return replace(step, accept=accept)


def _words_step() -> Step:
    step = text_step("words", lambda a, _f: words.AskOffer(kind=str(a["kind"])), to("place"), limit=_WORDS)

    def accept(said: Said, answers: Answers, facts: Facts) -> str:
        if is_money(said.text):
            raise refuse(no_money(facts.campaign), facts)
        return str(step.accept(said, answers, facts))

    return replace(step, accept=accept)


def _contact_step() -> Step:
    step = text_step(
        "contact", lambda _a, _f: words.AskOfferContact(), to("shared"), skip="Không cần gọi", limit=60
    )

    def accept(said: Said, answers: Answers, facts: Facts) -> str:
        given = str(step.accept(said, answers, facts))
        if given and not 10 <= sum(c.isdigit() for c in given) <= 11:
            raise refuse(report_words.BadContact(), facts)
        return given

    return replace(step, accept=accept)


def _shared_step() -> Step:
    step = choice_step(
        "shared",
        lambda a, _f: words.AskShared(contact=str(a["contact"])),
        lambda _a, _f: [
            Option(key="no", label="Không, qua cán bộ", words=("không",)),
            Option(key="yes", label="Cho người nhận biết", words=("có", "đồng ý")),
        ],
        to("summary"),
    )
    return replace(step, needless=lambda answers, _facts: not answers.get("contact"))


def _shared(answers: Answers) -> bool:
    return bool(answers.get("contact")) and answers.get("shared") == "yes"


def _place(answers: Answers, campaign: Campaign) -> str:
    code = chosen_place(answers, "place")
    return place_label(campaign, code) if code else f"bất cứ đâu trong {campaign.province}"


def _summary(answers: Answers, facts: Facts) -> Words:
    return words.OfferSummary(
        kind=KIND[str(answers["kind"])],
        words=str(answers["words"]),
        place=_place(answers, facts.campaign),
        when=str(answers["when"]) or cards.ANY_TIME,
        contact=str(answers["contact"]),
        shared=_shared(answers),
    )


_PARTS = {
    "kind": "Góp gì",
    "words": "Nội dung",
    "place": "Nơi",
    "when": "Khi nào",
    "contact": "Số điện thoại",
    "shared": "Cho biết số",
}


def _parts(answers: Answers, _facts: Facts) -> list[Option]:
    hidden = set() if answers.get("contact") else {"shared"}
    return [Option(key=key, label=label) for key, label in _PARTS.items() if key not in hidden]


async def _finish(turn: Turn, answers: Answers) -> None:
    refusal = await barred(turn)
    if refusal is not None:
        turn.say(refusal, [turn.registry.buttons("theodoi", "trogiup")])
        return
    new = NewOffer(
        person_id=turn.person.id,
        kind=OfferKind(str(answers["kind"])),
        place=chosen_place(answers, "place"),
        words=str(answers["words"]),
        when=str(answers["when"]),
        contact=str(answers["contact"]),
        shared=_shared(answers),
    )
    offer = await offers.add(turn.tx, new, turn.now)
    received = words.OfferReceived(code=offer.code, desk=cards.desk_name(turn.campaign))
    turn.say(received, [turn.registry.buttons("theodoi", "trogiup")], subject=offer.code)
    await cards.show(turn, offer)


FLOW = flow(
    "gopsuc",
    "góp sức",
    (
        _kind_step(),
        _words_step(),
        place_step("place", "Góp cho xã, phường nào?", to("when"), districts=True, skip="Ở đâu cần thì góp"),
        text_step(
            "when",
            lambda _a, _f: words.AskWhenOffered(),
            to("contact"),
            skip="Lúc nào cũng được",
            limit=_WHEN,
        ),
        _contact_step(),
        _shared_step(),
        summary_step("summary", _summary, _parts),
    ),
    finish=_finish,
    cancelled="Đã hủy, chưa có gì được gửi đi.",
    heeds=True,
)
FLOWS = (FLOW,)
COMMANDS = (
    Command(
        name="gopsuc",
        title="Góp sức, hỗ trợ",
        run=begin,
        words=("góp sức", "tôi muốn giúp", "ủng hộ", "tình nguyện"),
        during_only=True,
    ),
)
ACTIONS = ()
