"""The question "which buttons?": a link, "Đã đọc", "Tôi cam kết", a poll of up to five."""

import re
from collections.abc import Sequence
from typing import Any

from handlers.choose import Option
from handlers.questions import refuse, worded
from handlers.steps import Answers, Facts, Question, Said, Step
from messages.contexts import drafting as words
from messages.folding import tidy
from messages.length import utf16
from messages.runs import is_safe
from messages.vi.drafts import PLEDGE, SEEN
from storage.records import Offered

NAME = "choices"
LABEL_LIMIT = 60  # UTF-16 units: a platform cuts longer labels off
POLL = 5
_LINK = re.compile(r"(?P<label>.*?)[\s|:–-]*(?P<url>https?://\S+)\s*\Z", re.DOTALL)
_DONE, _NONE, _ASK_LINK, _ASK_POLL, _BACK = "xong", "khong", "link", "poll", "ve"
_READY = {"dadoc": SEEN, "toicamket": PLEDGE}  # typed where there are no buttons: "Đã đọc 12"
_ANSWERS = "y"


def choices_step() -> Step:
    """The answer is {"list": [[key, label, url], ...], "page": what is being asked for, "done": bool}."""
    return Step(name=NAME, ask=_ask, accept=_accept, then=_then, free_text=True)


def offered(answers: Answers) -> tuple[Offered, ...]:
    """The buttons chosen so far."""
    got = answers.get(NAME) or {}
    kept = got["list"] if "list" in got else answers.get("was") or []
    return tuple(Offered(key=key, label=label, url=url) for key, label, url in kept)


def dumped(choices: Sequence[Offered]) -> list[list[str]]:
    """As a dialog's answers keep them."""
    return [[each.key, each.label, each.url] for each in choices]


def _ask(answers: Answers, facts: Facts) -> Question:
    page = (answers.get(NAME) or {}).get("page", "")
    told = words.AskChoices(labels=tuple(each.label for each in offered(answers)), page=page, limit=POLL)
    if page:
        options = [Option(key=_BACK, label="Thôi, về mục trước")]
    else:
        has = {each.key for each in offered(answers)}
        ready = [
            Option(key=key, label=f"{'Bỏ' if key in has else 'Thêm'} “{name}”")
            for key, name in _READY.items()
        ]
        options = [
            *ready,
            Option(key=_ASK_LINK, label="Mở đường dẫn"),
            Option(key=_ASK_POLL, label="Thăm dò ý kiến"),
            Option(key=_NONE, label="Không có lựa chọn nào"),
            Option(key=_DONE, label="Xong"),
        ]
    return Question(text=worded(told, facts), options=tuple(options), columns=2)


def _accept(said: Said, answers: Answers, facts: Facts) -> dict[str, Any]:
    chosen = offered(answers)
    page = (answers.get(NAME) or {}).get("page", "")
    if said.choice in {_DONE, _BACK}:
        return _kept(chosen, done=said.choice == _DONE)
    if said.choice == _NONE:
        return _kept(())
    if said.choice in {_ASK_LINK, _ASK_POLL}:
        return _kept(chosen, page=said.choice)
    if said.choice in _READY:
        return _kept(_switched(chosen, said.choice))
    if page == _ASK_LINK:
        return _kept(_with_link(chosen, said.text, facts))
    if page == _ASK_POLL:
        return _kept(_with_poll(chosen, said.text, facts))
    raise refuse(words.ChooseButton(), facts)


def _switched(chosen: Sequence[Offered], key: str) -> tuple[Offered, ...]:
    if any(each.key == key for each in chosen):
        return tuple(each for each in chosen if each.key != key)
    return _in_order((*chosen, Offered(key=key, label=_READY[key])))


def _in_order(chosen: Sequence[Offered]) -> tuple[Offered, ...]:
    """The poll first, as its question stands in the words; a link last."""
    return tuple(sorted(chosen, key=lambda each: (each.key == "link", not each.key.startswith(_ANSWERS))))


def _with_link(chosen: Sequence[Offered], text: str, facts: Facts) -> tuple[Offered, ...]:
    found = _LINK.match(text.strip())
    label = tidy(found["label"]) if found else ""
    if found is None or not label or not is_safe(found["url"]) or utf16(label) > LABEL_LIMIT:
        raise refuse(words.BadLink(limit=LABEL_LIMIT), facts)
    others = [each for each in chosen if each.key != "link"]
    return _in_order((*others, Offered(key="link", label=label, url=found["url"])))


def _with_poll(chosen: Sequence[Offered], text: str, facts: Facts) -> tuple[Offered, ...]:
    lines = [tidy(line).lstrip("-•* ").strip() for line in text.splitlines()]
    labels = [line for line in lines if line]
    if not 2 <= len(set(labels)) == len(labels) <= POLL or any(utf16(each) > LABEL_LIMIT for each in labels):
        raise refuse(words.BadPoll(most=POLL, limit=LABEL_LIMIT), facts)
    others = [each for each in chosen if not each.key.startswith(_ANSWERS)]
    poll = [Offered(key=f"{_ANSWERS}{number}", label=label) for number, label in enumerate(labels, 1)]
    return _in_order((*others, *poll))


def _kept(chosen: Sequence[Offered], *, page: str = "", done: bool = False) -> dict[str, Any]:
    return {"list": dumped(chosen), "page": page, "done": done}


def _then(answers: Answers, _facts: Facts) -> str | None:
    return None if (answers.get(NAME) or {}).get("done") else NAME
