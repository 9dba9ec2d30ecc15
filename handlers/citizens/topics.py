"""Topics of news, on and off."""

from handlers import conversing
from handlers.choose import Option
from handlers.citizens.menu import menu_rows
from handlers.citizens.taking import TOPICS, labels, without_consent
from handlers.questions import refuse, worded
from handlers.registry import Command
from handlers.steps import Answers, Facts, Flow, Question, Said, Step, flow
from handlers.turn import Turn
from messages.contexts import dialogs
from messages.contexts import subscriptions as words
from messages.vi.labels import Label
from storage import bulletins, people

_DONE = "xong"


async def choose_topics(turn: Turn, argument: str) -> None:
    """Topics on and off."""
    if not await without_consent(turn):
        await conversing.enter(turn, TOPICS, argument)


def _on(answers: Answers, facts: Facts) -> list[str]:
    kept = answers.get("topics")
    return list(kept["on"] if kept else facts.loaded["topics"])


def _ask_topics(answers: Answers, facts: Facts) -> Question:
    on = _on(answers, facts)
    options = [
        Option(key=topic.key, label=f"{'✓' if topic.key in on else '○'} {topic.label}")
        for topic in facts.campaign.topics
    ]
    done = Option(key=_DONE, label=Label.DONE)
    return Question(text=worded(words.AskTopics(), facts), options=(*options, done))


def _accept_topics(said: Said, answers: Answers, facts: Facts) -> dict[str, object]:
    on = _on(answers, facts)
    if said.choice == _DONE:
        return {"on": on, "done": True}
    if not said.choice:
        raise refuse(dialogs.Choose(), facts)
    changed = [key for key in on if key != said.choice] if said.choice in on else [*on, said.choice]
    return {"on": changed, "done": False}


def _after_topics(answers: Answers, _facts: Facts) -> str | None:
    return None if answers["topics"]["done"] else "topics"


async def _topics_chosen(turn: Turn, answers: Answers) -> None:
    if await without_consent(turn):
        return
    chosen = frozenset(answers["topics"]["on"])
    await people.choose_topics(turn.tx, turn.person.id, chosen)
    await bulletins.joined(turn.tx, turn.person.id)
    rows = menu_rows(turn) if chosen else [turn.registry.buttons(TOPICS), turn.registry.buttons("ngungtin")]
    turn.say(words.TopicsStored(topics=labels(turn.campaign, chosen)), rows)


FLOWS: tuple[Flow, ...] = (
    flow(
        TOPICS,
        "chọn chủ đề",
        (
            Step(
                name="topics",
                ask=_ask_topics,
                accept=_accept_topics,
                then=_after_topics,
                needs=("topics",),
                help="Dấu ✓ là đang nhận. Chọn lần nữa để tắt. Chưa chọn “Xong” thì chưa đổi gì.",
            ),
        ),
        finish=_topics_chosen,
        cancelled="Dạ, chủ đề vẫn như cũ.",
        guard=False,
    ),
)
COMMANDS: tuple[Command, ...] = (Command(name=TOPICS, title="Chọn chủ đề", run=choose_topics, menu=False),)
