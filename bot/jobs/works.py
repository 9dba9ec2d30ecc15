"""Who does which kind of job in a running program."""

from collections.abc import Mapping
from datetime import timedelta

from bot.channels.base import Channel
from bot.clock import Clock
from bot.jobs.digests import Digests
from bot.jobs.honours import HonourFiles
from bot.jobs.results import Results
from bot.jobs.roundups import Roundups
from bot.jobs.runner import Work
from bot.jobs.zone_files import ZoneFiles
from bot.jobs.zone_pictures import ZoneDrawings
from handlers.roundup import JOB as ROUNDUP
from handlers.staff.pushing.results import JOB as RESULTS
from storage.jobs import Patience

# A mail server that greylists, or is being restarted, takes the letter later: ten tries over five hours.
PATIENCE = {"digest_email": Patience(attempts=10, first=timedelta(minutes=2))}


def works(digests: Digests, channels: Mapping[tuple[str, str], Channel], clock: Clock) -> Mapping[str, Work]:
    """Every kind of job with what does it; pictures are all drawn where those of digests are."""
    database, campaign, store = digests.database, digests.campaign, digests.store
    files = ZoneFiles(database=database, campaign=campaign, store=store, channels=channels, wall=clock.wall)
    drawings = ZoneDrawings(
        database=database,
        campaign=campaign,
        store=store,
        draw=digests.press.draw,
        now=clock.now,
        wall=clock.wall,
    )
    honours = HonourFiles(database=database, campaign=campaign, press=digests.press)
    return {
        "digest_files": digests.send_files,
        "digest_email": digests.send_email,
        RESULTS: Results(digests=digests, now=clock.now).send,
        "honour_files": honours.send_files,
        "zone_file": files.check,
        "zone_pictures": drawings.send,
        "zone_morning": drawings.morning,
        ROUNDUP: Roundups(database=database, campaign=campaign, now=clock.now).make,
    }
