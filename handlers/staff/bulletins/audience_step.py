"""The question "to whom?": typed, or put together from lists; each press adds a part or takes it out again."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers.choose import Option
from handlers.questions import refuse, worded
from handlers.staff.bulletins.audience_words import added, colours, hear, options, topics
from handlers.staff.bulletins.reach import audience_words
from handlers.steps import Answers, Facts, Question, Said, Step
from messages.contexts import drafting as words
from storage import audience as audiences
from storage.records import Audience

NAME = "audience"
_DONE, _CLEAR, _PAGE, _BACK = "xong", "het", "muc", "ve"
_PAGES = {
    "areas": "Huyện, xã",
    "roles": "Vai trò",
    "zones": "Vùng theo màu",
    "topics": "Chủ đề",
    "without": "Trừ ra",
}


def audience_step() -> Step:
    """The answer is {"rule": as storage.audience dumps it, "page": which list is open, "done": bool}."""
    return Step(name=NAME, ask=_ask, accept=_accept, then=_then, free_text=True)


def rule_of(answers: Answers) -> Audience:
    """The rule as far as it has been put together."""
    got = answers.get(NAME) or {}
    return audiences.load(got["rule"] if "rule" in got else answers.get("was") or {})


def _ask(answers: Answers, facts: Facts) -> Question:
    page = (answers.get(NAME) or {}).get("page", "")
    told = words.AskAudience(
        audience=audience_words(facts.campaign, rule_of(answers)),
        page=_PAGES.get(page, ""),
        leaves=page == "without",
    )
    shown = _listed(page, rule_of(answers), facts) if page else _pages(facts)
    end = Option(key=_BACK, label="Về mục trước") if page else Option(key=_DONE, label="Xong")
    return Question(text=worded(told, facts), options=(*shown, end), columns=2)


def _pages(facts: Facts) -> list[Option]:
    pages = [name for name in _PAGES if name != "zones" or facts.campaign.zones]
    return [
        *(Option(key=f"{_PAGE}.{name}", label=_PAGES[name]) for name in pages),
        Option(key=_CLEAR, label="Gửi cho mọi người"),
    ]


def _listed(page: str, rule: Audience, facts: Facts) -> list[Option]:
    """What can be pressed on a page; what is in the rule already is marked."""
    without = page == "without"
    return [
        replace(each, label=f"✓ {each.label}" if _has(rule, each.key, without=without) else each.label)
        for each in _of_page(page, facts)
    ]


def _of_page(page: str, facts: Facts) -> Sequence[Option]:
    units = facts.campaign.units
    if page in {"areas", "without"}:
        tops = units.districts or units.communes
        return [Option(key=f"areas.{unit.code}", label=unit.title) for unit in tops]
    if page == "zones":
        return colours(facts.campaign)
    if page == "topics":
        return topics(facts.campaign)
    return [each for each in options(facts.campaign) if each.key.startswith(f"{page}.")]


def _has(rule: Audience, key: str, *, without: bool) -> bool:
    what, _, value = key.partition(".")
    return value in getattr(rule, f"without_{what}" if without else what)


def _accept(said: Said, answers: Answers, facts: Facts) -> dict[str, Any]:
    rule = rule_of(answers)
    page = (answers.get(NAME) or {}).get("page", "")
    key, _, value = said.choice.partition(".")
    if said.choice == _DONE:
        return _kept(rule, done=True)
    if said.choice == _CLEAR:
        return _kept(Audience())
    if said.choice == _BACK:
        return _kept(rule)
    if key == _PAGE:
        return _kept(rule, page=value)
    if said.choice:
        return _kept(added(rule, said.choice, without=page == "without"), page=page)
    return _typed(said, rule, page, facts)


def _typed(said: Said, rule: Audience, page: str, facts: Facts) -> dict[str, Any]:
    text = f"trừ {said.text}" if page == "without" and said.text else said.text
    heard = hear(text, facts.campaign, rule)
    if not said.text or heard.unknown or heard.unsure:
        among = tuple(each for labels in heard.unsure.values() for each in labels)[:_MOST]
        raise refuse(words.UnknownAudience(names=(*heard.unknown, *heard.unsure), among=among), facts)
    return _kept(heard.audience)


_MOST = 6  # names that may have been meant


def _kept(rule: Audience, *, page: str = "", done: bool = False) -> dict[str, Any]:
    return {"rule": audiences.dump(rule), "page": page, "done": done}


def _then(answers: Answers, _facts: Facts) -> str | None:
    return None if (answers.get(NAME) or {}).get("done") else NAME
