"""The sheet beside the desk: one layout, drawn as text, HTML and PDF."""

from opsplan.views.paper.build import Wishes, day_sheet, role_groups, week_sheet
from opsplan.views.paper.sheet import Sheet

__all__ = ["Sheet", "Wishes", "day_sheet", "role_groups", "week_sheet"]
