"""What `check` says of digests by email: both halves are needed, a server and a mailbox."""

from collections.abc import Iterator

from bot.cli.findings import Finding, Level
from bot.jobs.digests import recipients
from bot.settings import Settings
from storage.campaign import Campaign
from storage.records import Role


def look_at_mail(settings: Settings, campaign: Campaign) -> Iterator[Finding]:
    """Nothing where neither is set: email is not needed."""
    to = recipients(campaign)
    if settings.smtp_host and to:
        yield _finding(Level.OK, f"Bản tổng hợp gửi cả bằng thư điện tử đến {', '.join(to)}.")
    elif settings.smtp_host:
        office = next((each.name for each in campaign.agencies_with(Role.HOME_AFFAIRS)), campaign.issuer)
        yield _finding(
            Level.WARNING,
            f"Có máy chủ thư (VUNGXANH_SMTP_HOST) nhưng không gửi thư đi đâu: tệp chiến dịch chưa ghi địa chỉ của"
            f' {office}. Cách sửa: thêm email = "..." vào mục [[agencies]] của {office}, hoặc bỏ VUNGXANH_SMTP_HOST.',
        )
    elif to:
        yield _finding(
            Level.WARNING,
            f"Tệp chiến dịch ghi {', '.join(to)} nhận bản tổng hợp nhưng chưa có máy chủ thư, nên không gửi."
            " Cách sửa: đặt VUNGXANH_SMTP_HOST và VUNGXANH_SMTP_SENDER, hoặc bỏ email trong tệp chiến dịch.",
        )


def _finding(level: Level, text: str) -> Finding:
    return Finding(level=level, about="mail", text=text)
