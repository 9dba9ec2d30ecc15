"""A mail server that keeps what it is given: as much of SMTP (RFC 5321) as a client needs."""

import asyncio
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Self

MOST = 32 << 20  # bytes of one letter


class MailServer:
    """Use as `async with MailServer() as mail:`; while `refuse` is set it turns every letter away for now."""

    def __init__(self, *, refuse: bool = False) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.refuse = refuse
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0, limit=MOST)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        recipients: list[str] = []

        async def says(line: str) -> None:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        await says("220 mail.test")
        while line := (await reader.readline()).decode():
            verb = line.split()[0].upper() if line.split() else ""
            if verb == "RCPT":
                recipients.append(line.partition("<")[2].partition(">")[0])
            if verb == "DATA" and not self.refuse:
                await says("354 go on")
                await self._take(reader, recipients)
            if verb == "QUIT":
                await says("221 bye")
                break
            await says(
                "451 4.7.1 greylisted, try again later" if verb == "DATA" and self.refuse else "250 ok"
            )
        writer.close()

    async def _take(self, reader: asyncio.StreamReader, recipients: list[str]) -> None:
        data = await reader.readuntil(b"\r\n.\r\n")
        letter = message_from_bytes(data[:-3], policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.recipients.append(list(recipients))
