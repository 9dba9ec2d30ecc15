"""A point read from a pasted map link or typed coordinates: for those whose platform cannot share a location.

What Google Maps, OpenStreetMap and Apple Maps put into the addresses of a place they show. Nothing is fetched: a short
link (maps.app.goo.gl) says nothing by itself.
"""

import re
from urllib.parse import unquote, urlsplit

from messages.content import Location

_LINK = re.compile(r"https?://[^\s<>\"]{4,2000}", re.IGNORECASE)
_HOST = re.compile(
    r"(?:^|\.)(?:google\.[a-z]{2,3}(?:\.[a-z]{2})?|openstreetmap\.org|osm\.org|maps\.apple\.com)\Z"
)
_SHORT = re.compile(r"(?:^|\.)(?:maps\.app\.goo\.gl|goo\.gl|g\.co)\Z")
_LAT, _LON = r"([+-]?\d{1,2}(?:\.\d{1,20})?)", r"([+-]?\d{1,3}(?:\.\d{1,20})?)"
# The pin before the point asked for, that before the middle of what is shown.
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"!3d{_LAT}!4d{_LON}",
        rf"[?&]mlat={_LAT}&mlon={_LON}",
        rf"[?&](?:q|query|ll|daddr|destination|center)=(?:loc:)?{_LAT},[\s+]*{_LON}",
        rf"/(?:search|place|dir//?)/{_LAT},[\s+]*{_LON}",
        rf"/@{_LAT},{_LON}",
        rf"#map=\d{{1,2}}/{_LAT}/{_LON}",
    )
)
# 9.60321, 105.97321 as map applications copy it: four decimals and more, so that no price and no date is a place.
_TYPED = re.compile(r"[^\d+-]{0,40}([+-]?\d{1,2}\.\d{4,20})\s*[,;\s]\s*([+-]?\d{1,3}\.\d{4,20})\s*\Z")


def point_in(text: str) -> Location | None:
    """The point that a pasted link or a pair of typed coordinates shows; None if there is none. Never raises."""
    links = _LINK.findall(text)
    for link in links:
        if _HOST.search(_host(link)):
            found = _first(unquote(link))
            if found:
                return found
    typed = None if links else _TYPED.match(text.strip())
    return _location(*typed.groups()) if typed else None


def is_point(text: str) -> bool:
    """Whether it is a point and says nothing else: words around a link are what its sender wants to say."""
    return point_in(text) is not None and not re.search(r"[^\W\d_]{2}", _LINK.sub("", text))


def is_short(text: str) -> bool:
    """Whether it holds a short map link, which does not say where it leads."""
    return any(_SHORT.search(_host(link)) for link in _LINK.findall(text))


def _host(link: str) -> str:
    try:
        return (urlsplit(link).hostname or "").lower()
    except ValueError:
        return ""


def _first(link: str) -> Location | None:
    matches = (form.search(link) for form in _FORMS)
    return next((found for each in matches if each and (found := _location(*each.groups()))), None)


def _location(lat: str, lon: str) -> Location | None:
    point = Location(lat=float(lat), lon=float(lon))
    return point if abs(point.lat) <= 90 and abs(point.lon) <= 180 else None
