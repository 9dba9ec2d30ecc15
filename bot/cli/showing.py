"""What `bulletin show` tells: how far, how fast, whom it did not reach and why."""

import csv
import os
from dataclasses import dataclass
from pathlib import Path

from bot.cli.errors import Refusal
from bot.cli.session import Session, opened
from bot.clock import real_now
from messages.vi.bulletins import DELIVERIES
from storage import bulletins
from storage.bulletins import Change, Pace, Progress
from storage.campaign import Campaign
from storage.database import Tx
from storage.records import Bulletin, SendState

COLUMNS = ("so", "kenh", "trang_thai", "ly_do", "so_lan_gui", "co_the_lap", "luc")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Reasons = list[tuple[SendState, str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything there is to tell of a bulletin."""

    campaign: Campaign
    bulletin: Bulletin
    how_far: Progress
    pace: Pace
    reasons: Reasons
    changes: list[Change]
    written: int = 0


async def gather(bulletin_id: int, failures: Path | None) -> Shown:
    """Read it, and write the failures' file if one is wanted. Raises Refusal, OSError."""
    async with opened() as session, session.database.reading() as tx:
        found = await bulletins.get(tx, bulletin_id)
        how = await bulletins.how_it_goes(tx, bulletin_id, real_now())
        if found is None or how is None:
            raise Refusal(f"Không có bản tin số {bulletin_id}", "xem các số bằng vungxanh bulletin list")
        return Shown(
            campaign=session.campaign,
            bulletin=found,
            how_far=how[0],
            pace=how[1],
            reasons=await bulletins.reasons(tx, bulletin_id),
            changes=await bulletins.changes(tx, bulletin_id),
            written=await _write(tx, session, bulletin_id, failures) if failures else 0,
        )


async def _write(tx: Tx, session: Session, bulletin_id: int, file: Path) -> int:
    """One line for each person who was not reached: no name, no account. Replaces the file whole, or not at all."""
    partial = file.with_name(f".{file.name}.part")
    count = 0
    try:
        # The mark tells spreadsheets that this is UTF-8.
        with partial.open("w", encoding="utf-8-sig", newline="") as out:
            lines = csv.writer(out)
            lines.writerow(COLUMNS)
            async for each in bulletins.missed(tx, bulletin_id):
                at = session.campaign.local(each.at).strftime("%Y-%m-%d %H:%M:%S") if each.at else ""
                state = DELIVERIES[each.state]
                fields = (each.delivery, each.channel, state, each.reason, each.attempts, each.repeats, at)
                lines.writerow([_safe(str(field)) for field in fields])
                count += 1
        os.replace(partial, file)  # noqa: PTH105 - atomic, across a file that is there
    finally:
        partial.unlink(missing_ok=True)
    return count


def _safe(text: str) -> str:
    """A spreadsheet must not take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
