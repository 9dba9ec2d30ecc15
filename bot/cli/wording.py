"""New words for a bulletin from the command line: proposed, approved, dropped; a recall with words."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.errors import Refusal, Refusals
from bot.cli.output import say, say_json
from bot.cli.sending import check_allowed
from bot.cli.session import AsJson, By, Session, opened, operator, run_async
from bot.cli.texts import KeepMarks, read_text
from bot.clock import real_now
from handlers.staff import pushing
from messages.markup import plain
from messages.render import Words, render
from messages.vi.bulletins import STATES
from storage import audit, bulletins
from storage.bulletins import Change, ChangeKind
from storage.database import Tx
from storage.records import Bulletin

HIGHEST = 2**63 - 1  # the ids that a database can count to
Id = Annotated[int, typer.Argument(metavar="ID", help="Số của bản tin.", min=1, max=HIGHEST)]
File = Annotated[Path, typer.Option("--text-file", help="Tệp lời văn mới, UTF-8.")]
_NEXT = "duyệt bằng vungxanh bulletin approve {id}, bỏ bằng vungxanh bulletin reject {id}"


def refuse(why: Words | None) -> None:
    """Raises Refusals with what staff would be told, on one line; nothing for None."""
    if why is not None:
        raise Refusals((" ".join(plain(render(why)).split()),))


async def propose(
    tx: Tx, session: Session, bulletin_id: int, kind: ChangeKind, text: str, by: str
) -> tuple[Bulletin, Change]:
    """Keep new words and tell the approvers. Raises CannotChange, Refusal."""
    check_allowed(session.campaign)
    found = await bulletins.get(tx, bulletin_id)
    if found is None:
        raise Refusal(f"Không có bản tin số {bulletin_id}", "xem các số bằng vungxanh bulletin list")
    reply = await pushing.reworded(tx, session.campaign, found, kind, text)
    refuse(await pushing.unfit(tx, session.campaign, found, reply))
    now = await session.now(tx)
    change = await bulletins.propose(tx, bulletin_id, kind, reply, by, now)
    detail = {"kind": kind.value, "version": change.version, "shown": bulletins.fingerprint(change)}
    await audit.write(tx, now, by, "bulletin.words_proposed", str(bulletin_id), detail)
    await pushing.announce_words(tx, found, change, real_now())
    return found, change


def _proposing(group: typer.Typer, name: str, kind: ChangeKind, help_text: str) -> None:
    def command(
        bulletin_id: Id,
        *,
        text_file: File,
        keep_marks: KeepMarks = False,
        by: By = "",
        as_json: AsJson = False,
    ) -> None:
        async def work() -> Change:
            text = read_text(text_file, keep_marks=keep_marks)
            async with opened() as session, session.database.transaction() as tx:
                return (await propose(tx, session, bulletin_id, kind, text, operator(by)))[1]

        made = run_async(work)
        if as_json:
            say_json({"id": bulletin_id, "version": made.version, "approved": False})
        else:
            say(f"Bản tin số {bulletin_id}: lời văn mới chờ duyệt; {_NEXT.format(id=bulletin_id)}.")

    group.command(name, help=help_text)(command)


def recall(
    bulletin_id: Id,
    *,
    text_file: Annotated[
        Path | None, typer.Option("--text-file", help="Lời báo cho những máy không gỡ được tin.")
    ] = None,
    keep_marks: KeepMarks = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Thôi gửi, và gỡ ở những nơi gỡ được; lời báo kèm theo phải được duyệt."""

    async def work() -> Bulletin:
        text = read_text(text_file, keep_marks=keep_marks) if text_file else ""
        async with opened() as session, session.database.transaction() as tx:
            now = await session.now(tx)
            moved = await bulletins.recall(tx, bulletin_id, now)
            await audit.write(tx, now, operator(by), "bulletin.recalled", str(bulletin_id), {})
            if text:
                await propose(tx, session, bulletin_id, ChangeKind.RECALL, text, operator(by))
            return moved

    moved = run_async(work)
    if as_json:
        say_json({"id": moved.id, "state": moved.state})
        return
    say(f"Bản tin số {moved.id}: {STATES[moved.state].lower()}.")
    if text_file:
        say(f"Lời báo chờ duyệt; {_NEXT.format(id=moved.id)}.")


def _approval(change: Change) -> dict[str, object]:
    """For the log: what was approved, and whether one operator wrote and approved it."""
    alone = {"alone": True} if change.made_by == change.approved_by else {}
    shown = bulletins.fingerprint(change)
    return {"kind": change.kind.value, "version": change.version, "shown": shown, **alone}


def approve(bulletin_id: Id, *, by: By = "", as_json: AsJson = False) -> None:
    """Duyệt lời văn mới: cho gửi đi."""

    async def work() -> tuple[Bulletin, Change]:
        async with opened() as session, session.database.transaction() as tx:
            check_allowed(session.campaign)
            now: datetime = await session.now(tx)
            found, waiting = await bulletins.get(tx, bulletin_id), await bulletins.pending(tx, bulletin_id)
            version = waiting.version if waiting else None
            if found is not None and version is not None:
                refuse(await pushing.unfit_now(tx, session.campaign, found, version))
            done = await bulletins.approve(tx, bulletin_id, operator(by), now, version=version)
            await audit.write(
                tx, now, operator(by), "bulletin.words_approved", str(bulletin_id), _approval(done[1])
            )
            await pushing.announce_approved(tx, *done, real_now())
            return done

    moved, change = run_async(work)
    if as_json:
        say_json({"id": moved.id, "state": moved.state, "version": change.version})
    else:
        say(f"Bản tin số {moved.id}: đã duyệt lời văn mới (bản {change.version}).")


def reject(bulletin_id: Id, *, by: By = "", as_json: AsJson = False) -> None:
    """Bỏ lời văn mới đang chờ duyệt; bản tin vẫn tạm dừng."""

    async def work() -> None:
        async with opened() as session, session.database.transaction() as tx:
            await bulletins.drop(tx, bulletin_id)
            now = await session.now(tx)
            await audit.write(tx, now, operator(by), "bulletin.words_rejected", str(bulletin_id), {})

    run_async(work)
    if as_json:
        say_json({"id": bulletin_id})
    else:
        say(
            f"Bản tin số {bulletin_id}: đã bỏ lời văn mới; gửi tiếp bằng vungxanh bulletin resume {bulletin_id}."
        )


def add_to(group: typer.Typer) -> None:
    """Add these commands to `bulletin`."""
    _proposing(group, "change", ChangeKind.CHANGE, "Đổi lời văn cho người chưa nhận; chờ duyệt.")
    _proposing(group, "correct", ChangeKind.CORRECT, "Đính chính: sửa cả tin đã tới máy; chờ duyệt.")
    group.command("recall")(recall)
    group.command("approve")(approve)
    group.command("reject")(reject)
