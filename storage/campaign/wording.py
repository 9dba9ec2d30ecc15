"""pydantic's findings in an operator's words: the field's path, what stands there, what to write instead."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from storage.campaign.fields import Part
from storage.problems import Problem

# pydantic's error types, by their beginnings -> why, cure
_WORDS: Mapping[str, tuple[str, str]] = {
    "missing": ("thiếu mục này", "thêm mục này"),
    "string_too_short": ("để trống", "ghi nội dung"),
    "string_too_long": ("dài quá {max_length} ký tự", "ghi ngắn hơn"),
    "string_pattern": ("sai dạng", "chỉ dùng chữ thường không dấu, chữ số và dấu gạch dưới"),
    "string": ("phải là chữ", 'đặt trong dấu ngoặc kép, như "..."'),
    "date": ("không phải là ngày", "ghi năm-tháng-ngày, như 2021-08-16, không ngoặc kép"),
    "bool": ("phải là true hoặc false", "ghi true hoặc false, không ngoặc kép"),
    "int": ("phải là số nguyên", "ghi một số, không ngoặc kép"),
    "float": ("phải là số", "ghi một số, dùng dấu chấm thập phân"),
    "finite_number": ("phải là số", "ghi một số"),
    "greater_than_equal": ("nhỏ hơn {ge}", "ghi {ge} hoặc lớn hơn"),
    "greater_than": ("không lớn hơn {gt}", "ghi một số lớn hơn {gt}"),
    "less_than_equal": ("lớn hơn {le}", "ghi {le} hoặc nhỏ hơn"),
    "literal_error": ("không có lựa chọn này", "dùng một trong: {expected}"),
    "enum": ("không có lựa chọn này", "dùng một trong: {expected}"),
    "too_short": ("cần ít nhất {min_length} mục", "thêm cho đủ"),
    "too_long": ("có quá {max_length} mục", "bỏ bớt"),
    "tuple_type": ("phải là một danh sách", "đặt trong ngoặc vuông, như [...]; bảng thì dùng [[...]]"),
    "model": ("phải là một bảng", "ghi thành bảng TOML, như [tên]"),
    "dict": ("phải là một bảng", "ghi thành bảng TOML, như [tên]"),
    "extra_forbidden": ("không có mục nào tên này", "bỏ mục này, hoặc sửa tên"),
}


def problem_of(error: ErrorDetails, raw: Mapping[str, Any]) -> Problem:
    """One finding of pydantic, told to whoever wrote the file."""
    why, cure = why_and_cure(error)
    missing = error["type"] == "missing"
    value = None if missing or isinstance(error["input"], dict | list | tuple) else error["input"]
    return Problem(field=_path(error["loc"], raw), value=value, why=why, cure=cure)


def why_and_cure(error: ErrorDetails) -> tuple[str, str]:
    """Reason and cure of one finding, in Vietnamese."""
    context = error.get("ctx", {})
    if error["type"] == "campaign":
        return context["why"], context["cure"]
    if error["type"] == "extra_forbidden":
        why, cure = _WORDS["extra_forbidden"]
        near = get_close_matches(str(error["loc"][-1]), _every_field(), n=1, cutoff=0.75)
        return why, f"{cure}; có phải là {near[0]}?" if near else cure
    for kind, (why, cure) in _WORDS.items():
        if error["type"].startswith(kind):
            shown = {name: _shown(value) for name, value in context.items()}
            return why.format_map(shown), cure.format_map(shown)
    return f"sai ({error['msg']})", "xem mục này trong tệp chiến dịch có sẵn"


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value).replace(" or ", ", ").replace("'", "")


def _path(loc: tuple[int | str, ...], raw: Mapping[str, Any]) -> str:
    """`calendar[3].date`, with the entry's own key after it, as few people count tables from nought."""
    path, named, here = "", "", raw
    for step in loc:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
        here = _below(here, step)
        if isinstance(step, int) and isinstance(here, dict) and isinstance(here.get("key"), str):
            named = f" (key “{here['key']}”)"
    return path + named


def _below(here: Any, step: int | str) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None


def _every_field() -> set[str]:
    parts, names = [Part], set()
    while parts:
        part = parts.pop()
        parts += part.__subclasses__()
        names |= {field.alias or name for name, field in part.model_fields.items()}
    return names
