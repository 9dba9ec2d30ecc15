"""A campaign file read whole: its words, its units, its zones; or one error that names every fault."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from storage.campaign.checks import check
from storage.campaign.contents import UnitsSource, ZonesSource
from storage.campaign.model import Campaign, CampaignFile
from storage.campaign.tiles import check_tiles
from storage.campaign.wording import problem_of
from storage.problems import Problem, Problems
from storage.units import Hints, Unit, Units, read_successors, read_units
from storage.zones import Colour, Zones, read_zones

_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


class CampaignError(Problems):
    """A campaign file that cannot be used; each problem names the field, the value and the cure."""


def shipped() -> Path:
    """The campaign file that is used when none is named."""
    return Path(str(resources.files("storage.shipped").joinpath("plan127.toml")))


def load_campaign(path: Path | None = None) -> Campaign:
    """The campaign in this file (None: the shipped one), validated with everything that it names.

    Raises CampaignError with every problem found.
    """
    path = path or shipped()
    raw = _toml(path)
    try:
        said = CampaignFile.model_validate(raw)
    except ValidationError as error:
        problems = [problem_of(one, raw) for one in error.errors(include_url=False)]
        raise CampaignError([*problems, *_units_problems(raw, path)]) from None
    try:
        units = _units(said.units, path.parent)
        zones = _zones(said.zones, units, path.parent) if said.zones else None
    except Problems as error:
        raise CampaignError(error.problems) from None
    campaign = Campaign.model_validate({**dict(said), "units": units, "zones": zones})
    if problems := check(campaign):
        raise CampaignError(problems)
    return campaign


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        cure = "sửa VUNGXANH_CAMPAIGN, hoặc bỏ biến này để dùng tệp có sẵn"
        problem = Problem(field=str(path), why="không có tệp chiến dịch này", cure=cure)
    except OSError as error:
        why = f"không đọc được tệp chiến dịch ({error.strerror})"
        problem = Problem(
            field=str(path), why=why, cure="ghi đường dẫn của một tệp TOML mà chương trình đọc được"
        )
    except UnicodeDecodeError:
        why = "tệp chiến dịch không phải UTF-8"
        problem = Problem(field=str(path), why=why, cure="lưu lại tệp với bảng mã UTF-8")
    except tomllib.TOMLDecodeError as error:
        problem = _syntax(path, str(error))
    raise CampaignError([problem])


def _syntax(path: Path, said: str) -> Problem:
    place = _TOML_PLACE.search(said)
    where = f"{path.name} dòng {place[1]}, cột {place[2]}" if place else f"{path.name} cuối tệp"
    reason = _TOML_PLACE.sub("", said).removesuffix("(at end of document)").strip()
    cure = "xem lại dấu ngoặc kép, dấu bằng và dấu ngoặc vuông ở dòng đó và dòng trước nó"
    return Problem(field=where, why=f"sai cú pháp TOML ({reason})", cure=cure)


def _units_problems(raw: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """The faults of the units file too, while the campaign file is being mended."""
    try:
        _units(UnitsSource.model_validate(raw.get("units")), path.parent)
    except ValidationError:
        return  # already told with the rest of the file
    except Problems as error:
        yield from error.problems


def _units(source: UnitsSource, folder: Path) -> Units:
    listed = read_units(folder / source.file)
    known = {unit.code: unit for unit in listed}
    if problems := [*_unknown_codes(source, known), *check_tiles(source.tiles, known)]:
        raise CampaignError(problems)
    hints = Hints(
        aliases={alias.code: alias.names for alias in source.aliases},
        everyday=frozenset(source.everyday),
        centroids={centre.code: (centre.latitude, centre.longitude) for centre in source.centres},
        tiles={tile.code: (tile.row, tile.column) for tile in source.tiles},
        outside_km=source.outside_km,
    )
    return Units(listed, hints, read_successors(folder / source.successors) if source.successors else None)


def _unknown_codes(source: UnitsSource, known: Mapping[str, Unit]) -> Iterator[Problem]:
    named = [
        *((f"units.aliases[{at}].code", alias.code) for at, alias in enumerate(source.aliases)),
        *((f"units.everyday[{at}]", code) for at, code in enumerate(source.everyday)),
        *((f"units.centres[{at}].code", centre.code) for at, centre in enumerate(source.centres)),
    ]
    for path, code in named:
        if code not in known:
            cure = f"ghi mã GSO có trong {source.file}"
            yield Problem(field=path, value=code, why="không có đơn vị này", cure=cure)
        elif path.startswith("units.centres") and known[code].level != "district":
            cure = "ghi mã của một huyện, thị xã hoặc thành phố; xã không đoán từ vị trí"
            yield Problem(field=path, value=code, why="không phải đơn vị cấp huyện", cure=cure)


def _zones(source: ZonesSource, units: Units, folder: Path) -> Zones:
    colours = [Colour(**colour.model_dump()) for colour in source.colours]
    by_code = read_zones(folder / source.file, units, colours)
    return Zones(document=source.document, date=source.date, colours=colours, by_code=by_code)
