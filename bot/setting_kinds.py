"""Kinds of settings that several groups of variables share."""

import re
from typing import Annotated

from pydantic import AfterValidator, SecretStr

from storage.campaign.fields import wrong

_ROOT = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?")


def _root(value: str) -> str:
    if not _ROOT.fullmatch(value):
        raise wrong("không phải là địa chỉ web", "ghi như https://example.org, không có dấu cách")
    return value.rstrip("/")


def _token(value: SecretStr) -> SecretStr:
    if re.search(r"[\s/]", value.get_secret_value()):
        raise wrong("có dấu cách hoặc dấu gạch chéo", "chép lại nguyên mã, không kèm chữ nào khác")
    return value


Root = Annotated[str, AfterValidator(_root)]
Token = Annotated[SecretStr, AfterValidator(_token)]
