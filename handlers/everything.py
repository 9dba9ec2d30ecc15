"""The registry of the whole bot: every feature's commands, flows and actions, in the order of the menu."""

from types import ModuleType

from handlers import free_text, remarks
from handlers.citizens import (
    follow,
    guidance,
    linking,
    news,
    nominations,
    nominee,
    offers,
    plan,
    privacy,
    reports,
    resuming,
    rumours,
    subscriptions,
    welcome,
    zones,
)
from handlers.registry import Registry
from handlers.staff import (
    asked_digests,
    blocking,
    bulletins,
    commending,
    duties,
    figures,
    invites,
    pushing,
    triage,
)
from handlers.staff import offers as offer_desk
from handlers.staff import rumours as rumour_desk
from handlers.staff import zones as zone_updates

FEATURES: tuple[ModuleType, ...] = (
    welcome,
    reports,
    guidance,
    rumours,
    nominations,
    nominee,
    offers,
    follow,
    news,
    zones,
    plan,
    subscriptions,
    privacy,
    linking,
    resuming,
    triage,
    duties,
    commending,
    offer_desk,
    asked_digests,
    figures,
    bulletins,
    zone_updates,
    rumour_desk,
    pushing,
    remarks,
    invites,
    blocking,
)
REGISTRY = Registry(
    commands=tuple(command for feature in FEATURES for command in feature.COMMANDS),
    flows=(*free_text.FLOWS, *(flow for feature in FEATURES for flow in getattr(feature, "FLOWS", ()))),
    actions=tuple(action for feature in FEATURES for action in getattr(feature, "ACTIONS", ())),
)
