"""To whom a directive goes: a rule over the campaign's units and organisations, and the keys that it means."""

from storage.campaign import Campaign
from storage.records import Addressees, Role

ORGANISATION, DISTRICT, COMMUNE = "organisation", "district", "commune"


def bodies_of(campaign: Campaign, to: Addressees) -> tuple[str, ...]:
    """Keys of the bodies meant, each once: organisations, then districts, then communes, as the campaign lists them.

    The office that gives directives is not among them: it does not urge itself.
    """
    giver = {agency.key for agency in campaign.agencies_with(Role.HOME_AFFAIRS)}
    organisations = [
        one.key
        for one in campaign.organisations
        if ORGANISATION in to.levels and one.key not in giver and (not to.kinds or one.kind in to.kinds)
    ]
    return (*organisations, *_units(campaign, to))


def _units(campaign: Campaign, to: Addressees) -> list[str]:
    units = campaign.units
    inside = {code for code in to.areas if code in units}
    everywhere = not to.areas or units.province.code in inside
    found = []
    if DISTRICT in to.levels:
        found += [unit.code for unit in units.districts if everywhere or unit.code in inside]
    if COMMUNE in to.levels:
        taken = units.within(inside)
        found += [unit.code for unit in units.communes if everywhere or unit.code in taken]
    return found


def place_label(campaign: Campaign, key: str) -> str:
    """What is counted under this key of `place_of`, as people read it."""
    if key == COMMUNE:
        return "Xã, phường, thị trấn"
    return campaign.units[key].title if key in campaign.units else "Sở, ban, ngành, tổ chức"


def place_of(campaign: Campaign, body: str) -> str:
    """The code of the district that a body is counted under; empty for the province's organisations.

    Where a province has no districts its communes are counted together, under COMMUNE.
    """
    organisation = campaign.organisation(body)
    code = body if body in campaign.units else (organisation.unit or "" if organisation else "")
    district = campaign.units.district_of(code) if code in campaign.units else None
    if district:
        return district.code
    return COMMUNE if code in campaign.units and campaign.units[code].level == "commune" else ""
