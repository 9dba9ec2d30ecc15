"""Pushes from Zalo: proven, stored, answered."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from hashlib import sha256

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, make_mocked_request
from hypothesis import given
from hypothesis import settings as limited
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.channels.zalo_oa import webhook as module
from bot.channels.zalo_oa.raw import is_probe
from bot.channels.zalo_oa.signature import mac, signed
from bot.channels.zalo_oa.webhook import Trust, Webhook
from tests.bot.channels.zalo_oa.pushing import Inbox, pusher, webhook
from tests.simulators.zalo_oa import Account
from tests.simulators.zalo_oa.pusher import RETRIES

# The vector of the reference; the secret is "S".
BODY = (
    '{"app_id":"360846524940903967","sender":{"id":"246845883529197922"},"recipient":{"id":"388613280878808645"},'
    '"event_name":"user_send_text","message":{"text":"Xin chào","msg_id":"96d3cdf3af150460909"},'
    '"timestamp":"1543908534740"}'
).encode()
VECTOR = "d6470d3914b595d36690c07cf29ce1101809da31ff568a0a3121e6c005e2f6a7"
APP = "360846524940903967"


def test_the_vector_of_the_reference_holds() -> None:
    """Plain SHA-256 over app id, bytes, time and secret; with or without "mac=", in any case."""
    assert mac(APP, BODY, "1543908534740", "S") == VECTOR
    for written in (f"mac={VECTOR}", VECTOR, f"mac={VECTOR.upper()}", f" MAC={VECTOR} "):
        assert signed({"X-ZEvent-Signature": written}, BODY, json.loads(BODY), ids=[APP], secrets=["S"])
    for wrong in ("", "mac=", f"mac={VECTOR[:-1]}0", f"mac={VECTOR}0", "mac=" + "é" * 64):
        assert not signed({"X-ZEvent-Signature": wrong}, BODY, json.loads(BODY), ids=[APP], secrets=["S"])


@pytest.mark.parametrize(
    ("time", "in_body", "in_header"), [("either", 1, 1), ("body", 1, 0), ("header", 0, 1)]
)
async def test_which_time_is_signed_is_a_setting(time: str, in_body: int, in_header: int) -> None:
    """Sources disagree: the body's and the header's are both taken unless one is asked for."""
    account, inbox = Account(), Inbox()
    zalo = pusher(account, webhook(account, inbox, proof="enforce", time=time))
    zalo.enabled = True
    assert await zalo.says("1", "Một") == (200 if in_body else 403)
    zalo.enabled, zalo.in_header = True, True
    assert await zalo.says("1", "Hai") == (200 if in_header else 403)
    assert len(inbox.raws) == in_body + in_header


async def test_any_of_the_secrets_may_have_signed_and_none_else() -> None:
    """Sources disagree which; an empty secret counts for nothing."""
    account, inbox = Account(), Inbox()
    zalo = pusher(account, webhook(account, inbox, proof="enforce", secrets=("", "S", "app")))
    for secret, status in (("app", 200), ("S", 200), ("", 403), ("T", 403)):
        zalo.enabled, zalo.secret = True, secret
        assert await zalo.says("1", "Một") == status


async def test_the_account_may_stand_in_the_place_of_the_app() -> None:
    """Some report that the OA's id is signed."""
    account, inbox = Account(), Inbox()
    hook = webhook(account, inbox, proof="enforce")
    made = sha256(account.oa_id.encode() + BODY + b"1543908534740S").hexdigest()
    assert await hook.take({"X-ZEvent-Signature": f"mac={made}"}, BODY) == 200


async def test_the_probe_of_the_console_is_answered_unsigned() -> None:
    """Nothing, or an empty object: 200, also while proof is asked for, and nothing is stored."""
    account, inbox = Account(), Inbox()
    hook = webhook(account, inbox, proof="enforce")
    for body in (b"", b"{}", b" \n", b" { } "):
        assert await hook.take({}, body) == 200
    assert not inbox.raws
    assert not is_probe(b"{" + b" " * 100_000 + b"}")


async def test_at_first_pushes_are_believed_and_from_the_first_proof_on_only_proven_ones() -> None:
    """A wrong secret does not lose the account its messages; a right one shuts the door behind itself."""
    account, inbox, learned = Account(), Inbox(), []

    async def learn() -> None:
        learned.append(True)

    hook = Webhook(Trust(app_id=account.app_id, secrets=("S",)), learned=learn)
    hook._heard = inbox
    zalo = pusher(account, hook)
    zalo.secret = "wrong"
    with capture_logs() as logs:
        assert await zalo.says("1", "Một") == 200
    assert logs[0]["event"] == "zalo_oa_push_unproven"
    zalo.secret = "S"
    assert await zalo.says("1", "Hai") == 200
    assert learned == [True]
    zalo.secret = "wrong"
    assert await zalo.says("1", "Ba") == 403
    assert len(inbox.raws) == 2


async def test_log_only_believes_everything_and_says_so() -> None:
    """Once a minute at most, without a word of what was said."""
    account, inbox = Account(), Inbox()
    zalo = pusher(account, webhook(account, inbox, proof="log"))
    zalo.secret = ""
    with capture_logs() as logs:
        for word in ("Một", "Hai", "Ba"):
            assert await zalo.says("1", word) == 200
    assert len(inbox.raws) == 3
    assert len(logs) == 1
    assert "Một" not in str(logs)


async def test_what_is_not_stored_comes_again_and_is_stored_once() -> None:
    """503 until the inbox has it; the same key each time; no words in the log."""
    account, inbox, waits = Account(), Inbox(failures=2), []
    zalo = pusher(account, webhook(account, inbox), waits)
    with capture_logs() as logs:
        assert await zalo.says("1", "Một") == 200
    assert waits == list(RETRIES[:2])
    assert [each.chat for each in inbox.raws] == ["1"]
    assert "secret words" not in str(logs)


async def test_after_an_hour_of_failures_the_webhook_is_off() -> None:
    """30 s, 5 min, 15 min, 30 min, 1 h; then nothing comes until a person switches it on."""
    account, waits = Account(), []
    zalo = pusher(account, webhook(account, None), waits)
    assert await zalo.says("1", "Một") == 503
    assert waits == list(RETRIES)
    assert zalo.tries == ["0", "1", "2", "3", "4", "5"]
    assert not zalo.enabled


async def test_storing_that_takes_too_long_is_answered_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Zalo waits two seconds: it is told to come again, and what was being stored is not broken off."""
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    account, stored, gate = Account(), [], asyncio.Event()

    async def slow(raws: object) -> None:
        await gate.wait()
        stored.append(raws)

    hook = webhook(account, None)
    hook._heard = slow
    zalo = pusher(account, hook)
    zalo.enabled = True
    body, stamp = BODY, "1543908534740"
    assert await hook.take(zalo.headers(body, stamp), body) == 503
    gate.set()
    await asyncio.gather(*hook._storing)
    assert len(stored) == 1


@pytest.mark.parametrize("how", ["raises", "hangs"])
async def test_a_proof_that_cannot_be_noted_is_answered_in_time_and_noted_later(
    monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """The database does not answer: Zalo is told to come again, as for any push that is not stored."""
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    account, inbox, gate, noted = Account(), Inbox(), asyncio.Event(), []

    async def learn() -> None:
        if how == "raises" and not gate.is_set():
            raise OSError("disk full")
        await gate.wait()
        noted.append(True)

    hook = Webhook(Trust(app_id=account.app_id, oa_id=account.oa_id, secrets=("S",)), learned=learn)
    hook._heard = inbox
    headers = pusher(account, hook).headers(BODY, "1543908534740")
    assert await hook.take(headers, BODY) == 503
    gate.set()
    await asyncio.gather(*hook._storing, return_exceptions=True)
    monkeypatch.setattr(module, "PATIENCE", 60.0)
    assert await hook.take(headers, BODY) == 200
    assert noted == [True]
    assert len(inbox.raws) == 1


async def test_echoes_and_receipts_are_not_stored() -> None:
    """What the OA said itself, its people at the desk too; that a message came or was seen."""
    account, inbox = Account(), Inbox()
    zalo = pusher(account, webhook(account, inbox))
    for event in ("oa_send_text", "oa_send_image", "user_received_message", "user_seen_message"):
        assert await zalo.sends("1", event, {"msg_ids": ["a"]}) == 200
    assert not inbox.raws


async def test_what_is_for_another_account_or_app_is_not_ours() -> None:
    """One app may serve several OAs; the others' messages are answered and left alone."""
    account, inbox = Account(), Inbox()
    hook = webhook(account, inbox, proof="log")
    for field, value in (("recipient", {"id": "999"}), ("app_id", "999")):
        event = json.loads(BODY) | {field: value}
        assert await hook.take({}, json.dumps(event).encode()) == 200
    assert not inbox.raws
    assert await hook.take({}, BODY) == 200
    assert [each.key for each in inbox.raws] == ["m:96d3cdf3af150460909"]


async def test_a_follow_is_told_apart_by_time_and_person() -> None:
    """It has no message id."""
    account, inbox = Account(), Inbox()
    zalo = pusher(account, webhook(account, inbox))
    assert await zalo.follows("7") == 200
    (kept,) = inbox.raws
    assert kept.key.startswith("follow:")
    assert kept.key.endswith(":7")
    assert kept.chat == "7"


async def test_too_large_a_push_is_not_read() -> None:
    """Zalo's are a few kilobytes."""
    account = Account()
    request = make_mocked_request("POST", "/zalo/oa", headers={"Content-Length": "5000000"})
    assert (await webhook(account, Inbox()).handle(request)).status == 413


def _strange(chance: random.Random) -> bytes:
    """A body: noise, JSON of any shape, or the reference's with something in it changed."""
    kind = chance.randrange(5)
    if kind == 0:
        return chance.randbytes(chance.randrange(200))
    if kind == 1:
        return json.dumps(_value(chance, 3)).encode()
    if kind == 2:
        cut = bytearray(BODY)
        for _ in range(chance.randrange(1, 6)):
            cut[chance.randrange(len(cut))] = chance.randrange(256)
        return bytes(cut)
    if kind == 3:
        return BODY[: chance.randrange(len(BODY))]
    event = json.loads(BODY)
    for name in chance.sample(sorted(event), chance.randrange(1, 4)):
        event[name] = _value(chance, 2)
    return json.dumps(event).encode()


def _value(chance: random.Random, depth: int) -> object:
    kind = chance.randrange(8 if depth else 6)
    simple: tuple[object, ...] = (
        None,
        True,
        chance.random(),
        chance.getrandbits(70),
        "\ud800\0é",
        "user_send_text",
    )
    if kind < len(simple):
        return simple[kind]
    if kind == 6:
        return [_value(chance, depth - 1) for _ in range(chance.randrange(3))]
    names = ("id", "text", "msg_id", "event_name", "message", "sender", "attachments", "timestamp", "app_id")
    return {chance.choice(names): _value(chance, depth - 1) for _ in range(chance.randrange(4))}


@pytest.mark.parametrize("proof", ["enforce", "log"])
@limited(max_examples=50)
@given(seed=st.integers(0, 1 << 32))
def test_no_body_breaks_the_webhook_or_passes_unsigned(proof: str, seed: int) -> None:
    """20,000 strange bodies for each, 400 from a seed: never a 5xx; while proof is asked for, none is stored."""
    asyncio.run(_is_beset(proof, random.Random(seed)))


async def _is_beset(proof: str, chance: random.Random) -> None:
    account, inbox = Account(), Inbox()
    hook = webhook(account, inbox, proof=proof, oa_id="")
    headers = ({}, {"X-ZEvent-Signature": f"mac={VECTOR}"}, {"X-ZEvent-Signature": "mac=" + "0" * 64})
    statuses = set()
    for _ in range(400):
        body = _strange(chance)
        if body == BODY:  # changed into what it was: signed by the vector indeed
            continue
        status = await hook.take(chance.choice(headers), body)
        statuses.add(status)
        assert status < 500, body
        if proof == "enforce":
            assert status == (200 if is_probe(body) else 403), body
        for kept in inbox.raws:
            assert kept.key.isascii()
            assert kept.chat.isascii()
            _read(kept.body)
        assert proof == "log" or not inbox.raws
        inbox.raws.clear()
    assert statuses <= ({200, 403} if proof == "enforce" else {200})


async def _in_pieces(body: bytes) -> AsyncIterator[bytes]:
    """Without a length, as a proxy may pass it on."""
    for at in range(0, len(body), 64 * 1024):
        yield body[at : at + 64 * 1024]


async def test_strange_bodies_over_http_neither_break_it_nor_pass() -> None:
    """Through the web server, in pieces and without a length: 200 for a probe, 413 for a flood, 403 for the rest."""
    account, inbox, chance = Account(), Inbox(), random.Random(7)
    hook = webhook(account, inbox, proof="enforce", oa_id="")
    app = web.Application()
    app.router.add_post("/zalo/oa", hook.handle)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:

        async def push(body: bytes) -> int:
            async with session.post(server.make_url("/zalo/oa"), data=_in_pieces(body)) as answer:
                return answer.status

        for _ in range(150):
            body = _strange(chance)
            assert await push(body) == (200 if is_probe(body) else 403), body
        assert await push(b'{"a":"' + b"x" * (2 << 20) + b'"}') == 413
    assert not inbox.raws


def _read(body: bytes) -> None:
    """Whatever was stored can be read, or says that it cannot."""
    from bot.channels.zalo_oa.read import read

    heard = read(body, "1")
    if heard is not None:
        heard.text.encode()
        assert heard.chat
