"""Places whose news somebody wants: their own, and up to three others."""

from handlers import conversing
from handlers.choose import Option
from handlers.citizens import consent
from handlers.citizens.taking import OTHERS, PLACE, TOPICS, place_name, place_names, show, without_consent
from handlers.places import chosen_place, place_step
from handlers.questions import choice_step, to
from handlers.registry import Command
from handlers.steps import Answers, Facts, Flow, flow
from handlers.turn import Turn
from messages.contexts import subscriptions as words
from messages.vi.labels import Label
from storage import bulletins, people

FOLLOWED = 3  # places besides one's own
_DONE, _ADD = "xong", "them"


async def choose_place(turn: Turn, argument: str) -> None:
    """Where they live."""
    if not await without_consent(turn):
        await conversing.enter(turn, PLACE, argument)


async def _place_chosen(turn: Turn, answers: Answers) -> None:
    if not consent.has_agreed(turn):
        consent.ask(turn, turn.words(words.PlaceNotStored()))
        return
    code, said = chosen_place(answers, "place"), ""
    if code:
        turn.person = await people.choose_place(turn.tx, turn.person, code)
        await bulletins.joined(turn.tx, turn.person.id)
        said = turn.words(words.PlaceStored(place=place_name(turn.campaign, code)))
    if answers.get("first"):
        await conversing.start(turn, TOPICS, before=said)
    else:
        await show(turn, said)


async def follow(turn: Turn, argument: str) -> None:
    """Other places whose news they want."""
    if not await without_consent(turn):
        await conversing.enter(turn, OTHERS, argument)


def _ask_followed(_answers: Answers, facts: Facts) -> words.AskFollowed:
    return words.AskFollowed(places=place_names(facts.campaign, facts.loaded["followed"]), limit=FOLLOWED)


def _followed_options(_answers: Answers, facts: Facts) -> list[Option]:
    followed = [code for code in facts.loaded["followed"] if code in facts.campaign.units]
    options = [Option(key=code, label=f"Bỏ {facts.campaign.units.full_label(code)}") for code in followed]
    if len(followed) < FOLLOWED:
        options.append(Option(key=_ADD, label="Thêm một nơi"))
    return [*options, Option(key=_DONE, label=Label.DONE)]


def _after_followed(answers: Answers, _facts: Facts) -> str | None:
    return "place" if answers["which"] == _ADD else None


async def _followed_chosen(turn: Turn, answers: Answers) -> None:
    if await without_consent(turn):
        return
    places = set(await people.followed(turn.tx, turn.person.id))
    new = chosen_place(answers, "place")
    places.discard(answers["which"])
    if new and len(places) < FOLLOWED:
        places.add(new)
    await people.follow_places(turn.tx, turn.person.id, frozenset(places))
    await bulletins.joined(turn.tx, turn.person.id)
    await show(turn)


FLOWS: tuple[Flow, ...] = (
    flow(
        PLACE,
        "chọn nơi ở",
        (
            place_step(
                "place",
                "Bà con ở xã, phường nào?",
                to(None),
                skip=Label.SKIP,
                help_text="Nơi ở chỉ dùng để gửi tin của xã, phường đó. Không muốn cho biết, bà con chọn “Bỏ qua”.",
            ),
        ),
        finish=_place_chosen,
        cancelled="Dạ, chúng tôi không lưu nơi ở.",
        guard=False,
    ),
    flow(
        OTHERS,
        "theo dõi nơi khác",
        (
            choice_step(
                "which",
                _ask_followed,
                _followed_options,
                _after_followed,
                needs=("followed",),
                help_text="Chọn “Thêm một nơi” để nhận tin của một xã, phường hoặc cả huyện khác.",
            ),
            place_step("place", "Bà con muốn theo dõi thêm nơi nào?", to(None), districts=True),
        ),
        finish=_followed_chosen,
        cancelled="Dạ, danh sách theo dõi vẫn như cũ.",
        guard=False,
    ),
)
COMMANDS: tuple[Command, ...] = (
    Command(name=PLACE, title="Đổi nơi ở", run=choose_place, menu=False),
    Command(name=OTHERS, title="Theo dõi nơi khác", run=follow, menu=False),
)
