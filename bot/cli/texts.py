"""Words of bulletins from files: UTF-8, with the simple marks of /soantin, refused with the place that is wrong."""

import unicodedata
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.errors import Refusal, reason
from messages.length import utf16
from messages.marks import read_marks
from messages.markup import visible
from messages.places import edge, loose
from messages.render import number
from messages.vi.places import WHY

TEXT_LIMIT = 4096  # UTF-16 units: what every channel takes in one message
KeepMarks = Annotated[
    bool, typer.Option("--keep-marks", help="Giữ nguyên những dấu không thành chữ đậm, nghiêng, đường dẫn.")
]
_LARGEST_FILE = 1_000_000  # bytes; far beyond what fits, and read whole
_SHOWN = 5  # places named in one refusal


def read_text(file: Path, *, keep_marks: bool = False) -> str:
    """The rich text in a file.

    Raises:
        Refusal: it is no UTF-8, says nothing, does not fit one message, or has marks that mark nothing; these stay as
            letters with `keep_marks`.
    """
    typed = unicodedata.normalize("NFC", _decoded(file)).replace("\r\n", "\n").strip()
    text = read_marks(typed)
    shown = visible(text)
    if not shown.strip():
        raise Refusal(f"Tệp {file} không có chữ nào", "viết lời văn bản tin vào tệp")
    if (length := utf16(shown)) > TEXT_LIMIT:
        at = edge(shown, TEXT_LIMIT)
        raise Refusal(
            f"Bản tin dài {number(length)} ký tự, một tin chứa tối đa {number(TEXT_LIMIT)}: phần vừa đủ hết ở dòng"
            f" {at.line}, chỗ có ▶: “{at.before}▶{at.after}”",
            f"bỏ bớt {number(length - TEXT_LIMIT)} ký tự, hoặc chia thành hai bản tin",
        )
    if not keep_marks:
        _check_marks(file, typed)
    return text


def _check_marks(file: Path, typed: str) -> None:
    found = loose(typed)
    if not found:
        return
    named = [
        f"dòng {each.line} “{each.before}▶{each.at}{each.after}”: {WHY[each.why]}" for each in found[:_SHOWN]
    ]
    more = [f"và {len(found) - _SHOWN} chỗ nữa"] if len(found) > _SHOWN else []
    raise Refusal(
        f"Tệp {file} có dấu không thành định dạng ({'; '.join([*named, *more])})",
        "sửa tệp, hoặc thêm --keep-marks để giữ nguyên dấu",
    )


def _decoded(file: Path) -> str:
    try:
        with file.open("rb") as opened_file:
            return opened_file.read(_LARGEST_FILE + 1).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(
            f"Tệp {file} không phải UTF-8 (có thể là Windows-1258, UTF-16 hoặc TCVN3)",
            "mở tệp trong trình soạn thảo và lưu lại với bảng mã UTF-8",
        ) from None
    except OSError as error:
        raise Refusal(f"Không đọc được tệp {file} ({reason(error)})", "xem lại --text-file") from None
