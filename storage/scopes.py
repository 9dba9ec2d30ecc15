"""What a role may be held for: a unit or an organisation, an agency, or nothing."""

from messages.vi.roles import ROLES
from storage.campaign import Agency, Campaign
from storage.invites import DESK
from storage.problems import Problem, Problems
from storage.records import Role

OF_A_BODY = frozenset({Role.OFFICER, Role.HEAD})  # of a unit or an organisation
OF_NOTHING = frozenset({Role.ADMIN})


def invitable(campaign: Campaign) -> list[str]:
    """What this campaign can invite to, in the order in which it is offered: roles, then DESK."""
    always = OF_A_BODY | OF_NOTHING
    roles = [role for role in Role if role in always or campaign.agencies_with(role)]
    return [*roles, DESK] if agencies_for(campaign, DESK) else list(roles)


def agencies_for(campaign: Campaign, role: str) -> list[Agency]:
    """The agencies for which this role (or DESK) can be held."""
    if role == DESK:
        return [agency for agency in campaign.agencies if agency.desk]
    return campaign.agencies_with(Role(role))


def fit(campaign: Campaign, role: str, code: str = "") -> str:
    """The scope that an invite to `role` gets when `code` was named for it; empty for the province.

    An agency that alone can have the role need not be named.

    Raises:
        Problems: there is no such role, or the code is missing or does not fit it.
    """
    if role not in invitable(campaign):
        cure = f"chọn một trong: {', '.join(invitable(campaign))}"
        raise _problem("ROLE", role, "không mời được vào vai trò này", cure)
    if role in OF_NOTHING:
        if code:
            raise _problem("--unit", code, "vai trò này dùng cho toàn chiến dịch", "bỏ --unit")
        return ""
    return _body(campaign, role, code) if role in OF_A_BODY else _agency(campaign, role, code)


def _body(campaign: Campaign, role: str, code: str) -> str:
    code = code.strip()
    if code in campaign.units or campaign.organisation(code):
        return code
    cure = "ghi mã GSO của xã, huyện, hoặc key của một tổ chức trong tệp chiến dịch"
    if near := campaign.units.find(code) if code else []:
        cure += f"; có phải {near[0].code} ({campaign.units.full_label(near[0].code)})?"
    why = "không có đơn vị, tổ chức này" if code else f"{ROLES[role].lower()} phải thuộc một đơn vị, tổ chức"
    raise _problem("--unit", code or None, why, cure)


def _agency(campaign: Campaign, role: str, code: str) -> str:
    keys = [agency.key for agency in agencies_for(campaign, role)]
    code = code.strip()
    if code in keys:
        return code
    if not code and len(keys) == 1:
        return keys[0]
    why = "cơ quan này không có vai trò đó" if code else "nhiều cơ quan có vai trò này"
    raise _problem("--unit", code or None, why, f"ghi một trong: {', '.join(keys)}")


def _problem(field: str, value: str | None, why: str, cure: str) -> Problems:
    return Problems([Problem(field=field, value=value, why=why, cure=cure)])
