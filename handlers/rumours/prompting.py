"""Asks officers for an answer: in private by a dialog, in a group by a prompt to reply to, in three parts."""

import re
from collections.abc import Mapping
from typing import Any

from handlers import conversing
from handlers.choose import Option
from handlers.questions import choice_step, refuse, to, worded
from handlers.rumours import answering, office
from handlers.rumours.answering import Draft
from handlers.running import roles_here
from handlers.steps import Answers, Facts, Question, Said, Step, flow
from handlers.turn import Turn
from messages.content import ChatKind, InboundKind, Reply
from messages.contexts import dialogs
from messages.contexts import rumours as words
from messages.folding import fold
from messages.masking import mask_phones
from messages.vi.rumours import ANSWER, CLAIM, SOURCE, VERDICT
from storage import bodies, codes, links
from storage.outbox import Outgoing
from storage.records import Verdict

DIALOG = "dinhchinh"  # as its command, which begins it for a rumour that nobody asked about
_KEEP = "keep"
_PROMPT = "prompt:rumour"
_PARTS = {fold(name): name for name in (CLAIM, ANSWER, SOURCE)}
_PART = re.compile(rf"\s*({'|'.join(_PARTS)})\s*[:：]\s*", re.IGNORECASE)
_ADDRESSED = re.compile(
    r"\s*KC\s*[-–—]?\s*[0-9A-Z]{5}\s*[,:.]?\s*(?P<verdict>[^\n:]{2,30})\n(?P<rest>.+)\Z",
    re.IGNORECASE | re.DOTALL,
)
_VERDICTS = {fold(label): Verdict(key) for key, label in VERDICT.items()}


async def ask(turn: Turn, code: str, verdict: Verdict) -> None:
    """A verdict was pressed: ask for the rest."""
    rumour = await answering.answerable(turn, code)
    if rumour is None:
        return
    if turn.address.kind is ChatKind.GROUP or conversing.busy(turn, DIALOG):
        _prompt(turn, code, verdict)
        return
    keep = rumour.finding.claim if rumour.finding else mask_phones(rumour.words)
    fits = keep if answering.too_long(CLAIM, keep) is None else ""
    answers = {"code": code, "verdict": verdict.value, "keep": fits}
    await conversing.start(turn, DIALOG, answers, step="claim")


def _prompt(turn: Turn, code: str, verdict: Verdict, missing: tuple[str, ...] = ()) -> None:
    said, by_reply = VERDICT[verdict.value], turn.limits.replies
    asked = words.Prompt(code=code, verdict=said, missing=missing, reply=by_reply)
    name = f"{_PROMPT}:{code}:{verdict.value}:{turn.token()}"
    reply = Reply(text=turn.words(asked))
    turn.out.append(Outgoing(address=turn.address, reply=reply, subject=code, dedupe=name))


async def continues(turn: Turn) -> bool:
    """Handle an answer to a prompt of ours, or a message that names a rumour and a verdict. False if it is neither."""
    about = await _about(turn)
    if about is None:
        return False
    code, verdict, text = about
    if turn.inbound.anonymous or office.DESK.isdisjoint(await roles_here(turn)):
        return False
    parts = split(text)
    missing = tuple(name for name in (CLAIM, ANSWER, SOURCE) if not parts.get(name))
    refusal = next(filter(None, (answering.too_long(name, said) for name, said in parts.items())), None)
    if missing:
        _prompt(turn, code, verdict, missing)
    elif refusal is not None:
        turn.say(refusal)
        _prompt(turn, code, verdict)
    else:
        draft = Draft(
            code=code, verdict=verdict, claim=parts[CLAIM], answer=parts[ANSWER], source=parts[SOURCE]
        )
        await answering.propose(turn, draft)
    return True


async def _about(turn: Turn) -> tuple[str, Verdict, str] | None:
    """The code, the verdict and the words."""
    text = turn.inbound.text.strip()
    addressed = _ADDRESSED.match(text)
    verdict = _VERDICTS.get(fold(addressed["verdict"])) if addressed else None
    if addressed and verdict:
        return codes.rumour(text) or "", verdict, addressed["rest"]
    if not turn.inbound.reply_to or not text:
        return None
    link = await links.find(turn.tx, turn.address.id, turn.inbound.reply_to)
    name = await bodies.name_of(turn.tx, link.outbox_id) if link else ""
    if not name.startswith(f"{_PROMPT}:"):
        return None
    code, verdict_name = name.removeprefix(f"{_PROMPT}:").split(":")[:2]
    return code, Verdict(verdict_name), text


def split(text: str) -> Mapping[str, str]:
    """The parts of an answer by their names, typed with or without marks; what has no name is left out."""
    found: dict[str, str] = {}
    current = ""
    for line in text.splitlines():
        # Folding keeps the length of what it folds for the names looked for, so the rest is cut from the line itself.
        match = _PART.match(fold(line)) if line.strip() else None
        if match:
            current = _PARTS[match[1].strip()]
            found[current] = re.split(r"[:：]", line, maxsplit=1)[1].strip()
        elif current:
            found[current] = f"{found[current]}\n{line}".strip()
    return found


def _claim_step() -> Step:
    def ask(answers: Answers, facts: Facts) -> Question:
        keep = str(answers.get("keep", ""))
        options = (Option(key=_KEEP, label="Giữ câu này"),) if keep else ()
        return Question(text=worded(words.AskClaim(keep=keep), facts), options=options)

    def accept(said: Said, answers: Answers, facts: Facts) -> str:
        if said.choice == _KEEP:
            return str(answers["keep"])
        return _text(said, CLAIM, facts)

    return Step(name="claim", ask=ask, accept=accept, then=to("answer"), free_text=True)


def _text(said: Said, part: str, facts: Facts) -> str:
    if said.inbound.kind is InboundKind.PRESS or not said.text:
        raise refuse(dialogs.NeedWords(voice=False), facts)
    if len(said.text) < 2:
        raise refuse(dialogs.TooShort(), facts)
    refusal = answering.too_long(part, said.text)
    if refusal is not None:
        raise refuse(refusal, facts)
    return said.text


def _part_step(name: str, part: str, asks: Any, then: str | None) -> Step:
    def ask(_answers: Answers, facts: Facts) -> Question:
        return Question(text=worded(asks(), facts))

    def accept(said: Said, _answers: Answers, facts: Facts) -> str:
        return _text(said, part, facts)

    return Step(name=name, ask=ask, accept=accept, then=to(then), free_text=True)


async def _finish(turn: Turn, answers: Answers) -> None:
    draft = Draft(
        code=str(answers.get("code", "")),
        verdict=Verdict(answers["verdict"]),
        claim=str(answers["claim"]),
        answer=str(answers["answer"]),
        source=str(answers["source"]),
    )
    await answering.propose(turn, draft)


FLOW = flow(
    DIALOG,
    "viết đính chính",
    (
        choice_step(
            "verdict",
            lambda _a, _f: words.AskVerdict(),
            lambda _a, _f: [Option(key=key, label=label.capitalize()) for key, label in VERDICT.items()],
            to("claim"),
            columns=2,
        ),
        _claim_step(),
        _part_step("answer", ANSWER, words.AskAnswer, "source"),
        _part_step("source", SOURCE, words.AskSource, None),
    ),
    finish=_finish,
    cancelled="Chưa có gì được gửi đi.",
)
