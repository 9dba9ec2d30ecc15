"""Slow work, outside of any turn: documents and charts in a process of their own, email."""

from bot.jobs.runner import Runner, Work

__all__ = ["Runner", "Work"]
