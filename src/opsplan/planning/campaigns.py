"""The campaign that a shop is in, or that comes next."""

from collections.abc import Iterator
from datetime import date

from opsplan.planning.plan import Plan
from opsplan.planning.stretches import campaign_stretches
from opsplan.recurrence.dates import DEFAULT_ANCHOR, Frame
from opsplan.values.checklist import CampaignDays
from opsplan.values.playbook import Campaign, Playbook

AHEAD = 400
"""In so many days each yearly campaign comes round."""


def campaigns_of(plan: Plan) -> Iterator[tuple[Playbook, Campaign]]:
    """The campaigns that are for the shop, with their playbooks."""
    return plan.having(lambda book: book.campaigns)


def campaign_days(plan: Plan, first: date, last: date) -> list[CampaignDays]:
    """The campaigns that touch the days from `first` to `last`, both in, as they follow."""
    frame = Frame(plan.calendar, plan.shop.launch or DEFAULT_ANCHOR)
    found = [
        CampaignDays(campaign, date.fromordinal(start), date.fromordinal(end - 1))
        for _, campaign in campaigns_of(plan)
        for start, end in campaign_stretches(campaign, frame)(
            first.toordinal(), last.toordinal() + 1
        )
    ]
    return sorted(found, key=lambda each: (each.first, each.last))


def next_campaign(plan: Plan, day: date) -> CampaignDays | None:
    """The campaign of that day, else the next one within the coming year."""
    last = date.fromordinal(min(day.toordinal() + AHEAD, date.max.toordinal() - 1))
    return next(iter(campaign_days(plan, day, last)), None)
