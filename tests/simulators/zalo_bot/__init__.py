"""Zalo's Bot Platform as the project's reference describes it: one bot, on 127.0.0.1."""

from tests.simulators.zalo_bot.server import ZaloBotSimulator

__all__ = ["ZaloBotSimulator"]
