"""Email, over a real socket to a stand-in of a mail server."""

import aiosmtplib
import pytest

from bot.jobs.mail import Letter, Post, post_of
from bot.settings import Settings
from tests.simulators.smtp import MailServer

LETTER = Letter(
    to=("noivu@example.org", "phong@example.org"),
    subject="Tổng hợp khó khăn, vướng mắc",
    text="Không có việc mới.",
    files=(("tong-hop.docx", "application/octet-stream", b"\x00\x01"),),
)


async def test_a_letter_arrives_with_its_words_and_files() -> None:
    """Diacritics in the subject, the text and the file survive the wire."""
    async with MailServer() as mail:
        await Post(host="127.0.0.1", port=mail.port, sender="bot@example.org").send(LETTER)
    (letter,) = mail.letters
    assert letter["Subject"] == "Tổng hợp khó khăn, vướng mắc"
    body = letter.get_body()
    assert body is not None
    assert body.get_content().strip() == "Không có việc mới."
    (file,) = letter.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("tong-hop.docx", b"\x00\x01")
    assert mail.recipients == [["noivu@example.org", "phong@example.org"]]


async def test_a_letter_that_is_refused_raises() -> None:
    """The job fails, and is tried again."""
    async with MailServer(refuse=True) as mail:
        post = Post(host="127.0.0.1", port=mail.port, sender="bot@example.org")
        with pytest.raises(aiosmtplib.SMTPException):
            await post.send(LETTER)


def test_no_mail_server_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a host nothing is sent; the password never shows."""
    assert post_of(Settings.load(None)) is None
    for name, value in {"HOST": "mail.test", "SENDER": "a@b.vn", "PASSWORD": "rất bí mật"}.items():
        monkeypatch.setenv(f"VUNGXANH_SMTP_{name}", value)
    post = post_of(Settings.load(None))
    assert post is not None
    assert "bí mật" not in repr(post)
