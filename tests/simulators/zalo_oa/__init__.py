"""Zalo's OpenAPI for Official Accounts, on loopback, as shared documentation describes it (see each file)."""

from tests.simulators.zalo_oa.account import Account, Person
from tests.simulators.zalo_oa.pusher import Pusher
from tests.simulators.zalo_oa.server import ZaloOaSimulator

__all__ = ["Account", "Person", "Pusher", "ZaloOaSimulator"]
