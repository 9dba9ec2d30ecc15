"""Until when: one of a few moments at hand, or one typed. Kept in answers as an ISO text with its zone."""

from datetime import date, datetime, time, timedelta

from handlers.choose import Option
from handlers.moments import read_moment
from handlers.questions import Then, refuse, worded
from handlers.steps import Answers, Facts, Question, Said, Step
from messages.contexts import directives as office
from messages.render import short_day
from storage.campaign import Campaign

_LEAD = timedelta(hours=1)  # nobody is given less by a button
_AT = (time(11), time(17))
_DAYS, _SHOWN = 3, 4
FARTHEST = timedelta(days=60)


def due_step(name: str, then: Then, *, before: str = "") -> Step:
    """The answer is an ISO instant; `before` names the answer that holds the due time until now, if there is one."""

    def ask(answers: Answers, facts: Facts) -> Question:
        known = str(answers.get(before) or "") if before else ""
        before_now = datetime.fromisoformat(known) if known else None
        asked = office.AskDue(before=before_now, day=tomorrow(facts.campaign, facts.now))
        options = [Option(key=_key(at), label=_label(at, facts)) for at in _at_hand(facts)]
        return Question(text=worded(asked, facts), options=tuple(options), columns=2)

    def accept(said: Said, _answers: Answers, facts: Facts) -> str:
        now = facts.campaign.local(facts.now)
        if said.choice:
            at: datetime | None = datetime.strptime(said.choice, "%Y%m%d%H%M").replace(tzinfo=now.tzinfo)
        else:
            last = max(facts.campaign.ends, now.date()) + timedelta(days=7)
            at = read_moment(said.text, now, (min(facts.campaign.starts, now.date()), last))
        if at is None or at > now + FARTHEST:
            raise refuse(office.BadDue(past=False, day=tomorrow(facts.campaign, facts.now)), facts)
        if at <= now:
            raise refuse(office.BadDue(past=True, day=tomorrow(facts.campaign, facts.now)), facts)
        return at.isoformat()

    return Step(name=name, ask=ask, accept=accept, then=then, free_text=True)


def tomorrow(campaign: Campaign, now: datetime) -> date:
    """The day after `now`, where the campaign is: an example of a day that may still be meant."""
    return campaign.local(now).date() + timedelta(days=1)


def _at_hand(facts: Facts) -> list[datetime]:
    now = facts.campaign.local(facts.now)
    days = [now.date() + timedelta(days=n) for n in range(_DAYS)]
    every = [datetime.combine(day, at, now.tzinfo) for day in days for at in _AT]
    return [at for at in every if at >= now + _LEAD][:_SHOWN]


def _key(at: datetime) -> str:
    return f"{at:%Y%m%d%H%M}"


def _label(at: datetime, facts: Facts) -> str:
    today = facts.campaign.local(facts.now).date()
    near = {today: "hôm nay", today + timedelta(days=1): "ngày mai"}
    return f"{at:%H:%M} {near.get(at.date(), short_day(at))}"
