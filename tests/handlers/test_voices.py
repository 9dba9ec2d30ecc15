"""Who does not write speaks: at every question of the citizens' a voice is an answer, or is told why not."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

from handlers import citizens, dialog, free_text
from handlers.everything import REGISTRY
from handlers.remarks import saying
from handlers.steps import Facts, Flow
from messages.content import Attachment, AttachmentKind
from storage.records import Position
from tests.driver import Person, Stage
from tests.handlers.talk import HELPS, NOW, STALE, facts_of, heard, pressed
from tests.handlers.test_dialog import CAMPAIGN, OFFICER, STARTS

ONE_PLATFORM = "what a question takes is the same on each"
VOICE = Attachment(kind=AttachmentKind.VOICE, ref="v", origin="stage:1")
OPTIONS = 4  # of a question that are tried
SAYABLE = ("Bà Sáu ở ấp Kinh Giữa", "Kế An", "hôm qua", "0912345678")
# Steps that words answer and a voice does not, and why.
NOT_SPOKEN = {
    "place": "a place is looked up by its name",
    "home": "a place is looked up by its name",
    "contact": "a telephone number is dialled, and shown to whoever may call",
    "behalf": "it is looked up among the bodies of the campaign",
}
NOT_SPOKEN_IN = {
    ("gopsuc", "words"): "offers are matched with needs by what stands in them, and keep no files",
    ("gopsuc", "when"): "the same",
    ("kiemchung", "rumour"): "a rumour is known again by its words or its picture; it says so itself",
}


def flows() -> list[Flow]:
    """What citizens are asked."""
    names = [each.name for each in pkgutil.walk_packages(citizens.__path__, "handlers.citizens.")]
    found = [flow for name in names for flow in getattr(importlib.import_module(name), "FLOWS", ())]
    return list({each.name: each for each in (*found, *free_text.FLOWS, saying.FLOW)}.values())


def everywhere(flow: Flow, facts: Facts) -> Iterator[Position]:
    """A position at every way to every step, walked by options and by words such as people say."""
    ahead = [dialog.begin(flow, STARTS.get(flow.name, {}), "n", NOW)]
    seen = set()
    while ahead:
        here = ahead.pop()
        key = (here.step, here.trail, here.return_to)
        if key in seen or len(seen) > 400:
            continue
        seen.add(key)
        yield here
        reply = dialog.ask(flow, here, facts)
        labels = {"Quay lại", "Hủy", "Trợ giúp"}
        choices = [each for each in reply.choices if each.label not in labels] if reply else []
        said = [*(pressed(each.data) for each in choices[:OPTIONS]), *map(heard, SAYABLE)]
        for each in said:
            result = dialog.hear(flow, here, each, facts, stale=STALE, helps=HELPS)
            if isinstance(result, dialog.Moved):
                ahead.append(result.position)


def test_the_citizens_flows_are_found() -> None:
    """All of them, and each is in the registry."""
    assert {"phananh", "guongtot", "gopsuc", "kiemchung", "goiy", "phanhoi"} <= {
        each.name for each in flows()
    }
    assert all(each in REGISTRY.flows for each in flows())


@pytest.mark.parametrize("flow", flows(), ids=lambda each: each.name)
def test_a_voice_is_taken_wherever_words_are(flow: Flow) -> None:
    """At each step that words answer, but for those with a reason, and no reason is left over."""
    taken, refused = set(), set()
    for facts in (facts_of(CAMPAIGN), facts_of(CAMPAIGN, grants=OFFICER)):
        for here in everywhere(flow, facts):
            result = dialog.hear(flow, here, heard(attachments=(VOICE,)), facts, stale=STALE, helps=HELPS)
            (refused if isinstance(result, dialog.Stays) else taken).add(here.step)
    assert taken | refused == flow.steps.keys()
    worded = {name for name in refused if flow.steps[name].free_text}
    assert worded <= {name for name in flow.steps if name in NOT_SPOKEN or (flow.name, name) in NOT_SPOKEN_IN}
    assert {name for at, name in NOT_SPOKEN_IN if at == flow.name} <= worded


async def speaks(who: Person) -> None:
    await who.sends(VOICE)


async def test_where_a_voice_does_not_do_it_is_said(stage: Stage) -> None:
    """By a question with choices, and by one that must be written: what to do instead, and the question again."""
    an = stage.person("an")
    await an.says("/gopsuc")
    await speaks(an)
    an.sees("không nghe được tin thoại", "chọn một mục", "muốn góp gì")
    await an.presses("Hàng hóa, nhu yếu phẩm")
    await speaks(an)
    an.sees("không nghe được tin thoại", "gõ bằng chữ", "nhờ người thân")
    await an.says("50 kg gạo")
    await speaks(an)
    an.sees("không nghe được tin thoại", "xã, phường nào")
    await an.says("Kế An")
    await an.presses("Lúc nào cũng được")
    await speaks(an)
    an.sees("không nghe được tin thoại")
