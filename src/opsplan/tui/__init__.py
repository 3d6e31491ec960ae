"""The terminal app: the day's list, week, month, registers and figures under one's fingers."""

from opsplan.tui.app import OpsplanApp, make_app, run
from opsplan.tui.desk import Desk

__all__ = ["Desk", "OpsplanApp", "make_app", "run"]
