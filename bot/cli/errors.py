"""What can go wrong for an operator, as one line each with its cause and its cure."""

import re
from typing import Any

from bot.channels.base import Misconfigured, Unavailable
from bot.clock import ClockError
from bot.opening import Unmigrated
from storage.bulletins import CannotChange, CannotMove
from storage.database import BROKEN
from storage.migrate import NewerSchema
from storage.problems import Problems

REFUSED, USAGE = 1, 2
_DRIVERS = ("sqlalchemy.", "asyncpg.", "sqlite3")  # the rooms whose errors mean that the database said no


class Refusal(Exception):
    """The command was not done. `lines` say why and what to do; `code` is the exit code."""

    def __init__(self, why: str, cure: str = "", *, code: int = REFUSED) -> None:
        self.lines: tuple[str, ...] = (f"{why}. Cách sửa: {cure}." if cure else f"{why}.",)
        self.code = code
        super().__init__(self.lines[0])


class Refusals(Refusal):
    """Several lines that are complete already."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


def told(error: BaseException) -> Refusal | None:
    """What an operator is told of an expected error; None for one that is a bug."""
    if isinstance(error, ExceptionGroup) and len(error.exceptions) == 1:
        return told(error.exceptions[0])
    if isinstance(error, Refusal):
        return error
    if isinstance(error, Problems):
        return Refusals(tuple(map(str, error.problems)))
    if isinstance(error, Unmigrated | NewerSchema | CannotMove | CannotChange):
        return Refusals((str(error),))
    return _from_below(error)


def _from_below(error: BaseException) -> Refusal | None:
    for kind, why, cure in _below():
        if isinstance(error, kind):
            return Refusal(why.format(error), cure)
    if isinstance(error, BROKEN) or type(error).__module__.startswith(_DRIVERS):
        return Refusal(
            f"Không dùng được cơ sở dữ liệu ({type(error).__name__})",
            "xem VUNGXANH_DATA_DIR và VUNGXANH_DATABASE, rồi chạy vungxanh check",
        )
    if isinstance(error, OSError):
        return Refusal(
            f"Không đọc hoặc ghi được {error.filename or 'tệp'} ({reason(error)})",
            "xem lại đường dẫn, quyền và chỗ trống trên đĩa",
        )
    return None


def _below() -> tuple[tuple[type[BaseException], str, str], ...]:
    """What the running program raises: (class, why, cure)."""
    # Imported once something went wrong: a command that goes well need not wait for the web server's code.
    from bot.app import PartFailed  # noqa: PLC0415
    from bot.delivery.lease import LeaseTaken  # noqa: PLC0415
    from bot.http.server import PortTaken  # noqa: PLC0415

    again = "dừng chương trình đó trước, rồi chạy lại"
    elsewhere = "đặt VUNGXANH_DATA_DIR sang thư mục khác, hoặc bỏ VUNGXANH_CLOCK"
    log = "xem dòng part_failed trong nhật ký, rồi chạy lại"
    return (
        (PartFailed, "Chương trình dừng vì một phần của nó ({}) gặp lỗi", log),
        (LeaseTaken, "Một `vungxanh run` khác đang dùng cơ sở dữ liệu này", again),
        (ClockError, "Đồng hồ diễn tập không đặt được ({})", elsewhere),
        (
            PortTaken,
            "Địa chỉ web đã có chương trình khác dùng",
            "đổi VUNGXANH_HTTP, hoặc --port khi diễn tập",
        ),
        (Misconfigured, "Nền tảng không nhận thiết lập ({})", "chạy vungxanh check"),
        (Unavailable, "Không nối được nền tảng ({})", "chạy vungxanh check"),
    )


def reason(error: OSError) -> str:
    """Why the system refused, in Vietnamese where it is one of the usual reasons."""
    match error:
        case FileNotFoundError():
            return "không có tệp hoặc thư mục này"
        case PermissionError():
            return "không có quyền"
        case IsADirectoryError():
            return "đây là thư mục"
        case NotADirectoryError():
            return "một phần của đường dẫn là tệp"
        case _:
            return error.strerror or type(error).__name__


def usage(error: Any, program: str) -> str:
    """A mistake in how the command was written, in one Vietnamese line."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else program
    return f"{_what(error)}. Cách sửa: xem {command} --help."


def _what(error: Any) -> str:
    parameter = getattr(error, "param", None)
    name = parameter.get_error_hint() if parameter is not None else ""
    match type(error).__name__:
        case "MissingParameter":
            return f"Thiếu {name}"
        case "NoSuchOption":
            near = ", ".join(error.possibilities or ())
            return f"Không có tuỳ chọn {error.option_name}" + (f" (có phải {near}?)" if near else "")
        case "BadOptionUsage":
            return f"Tuỳ chọn {error.option_name} dùng chưa đúng"
        case "BadParameter":
            return f"Giá trị của {name} không hợp lệ: {_in_vietnamese(error.message)}"
        case "NoArgsIsHelpError":
            return "Chưa ghi lệnh nào"
        case _:
            return f"Lệnh ghi chưa đúng: {_in_vietnamese(str(error))}"


# What typer says of a value; it has no translations of its own.
_SAID = (
    (re.compile(r"Input should be a valid integer.*"), "phải là số nguyên"),
    (re.compile(r"Input should be greater than or equal to (.*)"), r"phải từ \1 trở lên"),
    (re.compile(r"Input should be less than or equal to (.*)"), r"không được quá \1"),
    (re.compile(r".*does not match the formats? '%Y-%m-%d'.*"), "phải ghi như 2021-08-25"),
    (re.compile(r"No such command (.*?)\.(.*)"), r"không có lệnh \1"),
    (re.compile(r"Got unexpected extra arguments? \((.*)\)"), r"thừa \1"),
)


def _in_vietnamese(message: str) -> str:
    for pattern, said in _SAID:
        if match := pattern.fullmatch(message):
            return match.expand(said)
    return message.rstrip(".")
