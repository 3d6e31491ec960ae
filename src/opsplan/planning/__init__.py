"""The one expansion of a shop's playbooks, and its joining with the journal. Pure throughout."""

from opsplan.planning.checklist import Draft, draft, join
from opsplan.planning.expand import dated, expand
from opsplan.planning.plan import Plan, make_plan
from opsplan.planning.reference import Found, resolve
from opsplan.planning.undated import counts_from_journal

__all__ = [
    "Draft",
    "Found",
    "Plan",
    "counts_from_journal",
    "dated",
    "draft",
    "expand",
    "join",
    "make_plan",
    "resolve",
]
