"""Reading an HTTP/1.1 answer out of the bytes that have arrived so far (RFC 9112, section 6)."""

import re
from typing import NamedTuple

_FIELD = re.compile(rb"\r\n(content-length|transfer-encoding|connection): *([^\r]*)", re.IGNORECASE)
_STATUS = re.compile(rb"HTTP/1\.([01]) (\d{3})[ \r]")
_LONGEST = 64 * 1024 * 1024  # bytes of an answer; the Bot API's are a few thousand
_BODILESS = {204, 304}


class Answer(NamedTuple):
    """Status and body; whether the line can carry another request."""

    status: int
    body: bytes
    stays: bool


def read(arrived: bytes, *, ended: bool = False) -> Answer | None:
    """The answer at the beginning of what arrived; None while there is more to come. `ended`: nothing more comes.

    Raises:
        ValueError: that is no HTTP/1.1 answer, or one without end.
    """
    if len(arrived) > _LONGEST:
        raise ValueError("an answer without end")
    end = arrived.find(b"\r\n\r\n") + 4
    if end < 4:
        return None
    head = _STATUS.match(arrived)
    if head is None:
        raise ValueError("no status line")
    status = int(head[2])
    if status < 200:  # an interim answer: the real one follows
        return read(arrived[end:], ended=ended)
    fields = {name.lower(): value.strip().lower() for name, value in _FIELD.findall(arrived, 0, end - 2)}
    stays = head[1] == b"1" and fields.get(b"connection") != b"close"
    if b"chunked" in fields.get(b"transfer-encoding", b""):
        body, upto = _chunks(arrived, end)
    elif status in _BODILESS:
        body, upto = b"", end
    elif (length := fields.get(b"content-length")) is not None:
        upto = end + _size(length, 10)
        body = arrived[end:upto] if len(arrived) >= upto else None
    else:  # it ends when the other side hangs up
        stays, body, upto = False, arrived[end:] if ended else None, len(arrived)
    # Bytes beyond the answer belong to nothing that was asked.
    return None if body is None else Answer(status, body, stays and len(arrived) == upto)


def _chunks(arrived: bytes, at: int) -> tuple[bytes | None, int]:
    """The body out of its chunks, None while some are missing; where it ends."""
    parts: list[bytes] = []
    while (line := arrived.find(b"\r\n", at)) >= 0:
        size = _size(arrived[at:line].partition(b";")[0], 16)
        if not size:
            # Trailers, if any, end with an empty line.
            last = arrived.find(b"\r\n\r\n", line)
            return (b"".join(parts) if last >= 0 else None), last + 4
        at = line + 2 + size + 2
        if len(arrived) < at:
            break
        parts.append(arrived[line + 2 : at - 2])
    return None, 0


def _size(text: bytes, base: int) -> int:
    if (size := int(text, base)) < 0:
        raise ValueError("a length below nothing")
    return size
