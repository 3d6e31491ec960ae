"""Workdays and lunar dates. Each answer on workdays can say how sure it is (`state`)."""

from opsplan.calendars.lunar import lunar_day, lunar_name, lunar_to_solar
from opsplan.calendars.workdays import CALENDARS, calendar_named

__all__ = ["CALENDARS", "calendar_named", "lunar_day", "lunar_name", "lunar_to_solar"]
