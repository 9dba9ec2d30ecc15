"""Email over SMTP, as the settings say."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage

import aiosmtplib
from pydantic import SecretStr

from bot.settings import Settings

TIMEOUT_S = 60.0
IMPLICIT_TLS = 465  # the port on which TLS comes first; elsewhere STARTTLS is used where it is offered


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is sent: `files` are (name, media type, bytes)."""

    to: Sequence[str]
    subject: str
    text: str
    files: Sequence[tuple[str, str, bytes]] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A mail server. Raises aiosmtplib.SMTPException or OSError when it does not take a letter."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: SecretStr | None = None

    async def send(self, letter: Letter) -> None:
        """Send one letter to all its recipients."""
        await aiosmtplib.send(
            message(self.sender, letter),
            hostname=self.host,
            port=self.port,
            username=self.user or None,
            password=self.password.get_secret_value() if self.password else None,
            use_tls=self.port == IMPLICIT_TLS,
            timeout=TIMEOUT_S,
        )


def message(sender: str, letter: Letter) -> EmailMessage:
    """The letter as it goes over the wire."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, ", ".join(letter.to), letter.subject
    made.set_content(letter.text)
    for name, mime, data in letter.files:
        main, _, sub = mime.partition("/")
        made.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return made


def post_of(settings: Settings) -> Post | None:
    """The mail server of the settings; None if there is none."""
    if not settings.smtp_host or not settings.smtp_sender:
        return None
    return Post(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.smtp_sender,
        user=settings.smtp_user or "",
        password=settings.smtp_password,
    )
