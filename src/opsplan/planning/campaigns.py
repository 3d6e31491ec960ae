"""The campaign that a shop is in, or that comes next."""

from collections.abc import Iterator
from datetime import date

from opsplan.planning.plan import Plan
from opsplan.values.checklist import CampaignDays
from opsplan.values.playbook import Campaign, Playbook
from opsplan.values.window import days_on

AHEAD = 400
"""In so many days each yearly campaign comes round."""


def campaigns_of(plan: Plan) -> Iterator[tuple[Playbook, Campaign]]:
    """The campaigns that are for the shop, with their playbooks."""
    return plan.having(lambda book: book.campaigns)


def campaign_days(plan: Plan, first: date, last: date) -> list[CampaignDays]:
    """The campaigns that touch the days from `first` to `last`, both in, as they follow."""
    found: list[CampaignDays] = []
    for book, campaign in campaigns_of(plan):
        stretches = plan.campaigns[f"{book.id}/{campaign.id}"]
        for number, _ in stretches(first.toordinal(), last.toordinal() + 1):
            start = date.fromordinal(number)
            found.append(CampaignDays(campaign, start, days_on(start, campaign.days - 1)))
    return sorted(found, key=lambda each: (each.first, each.last))


def next_campaign(plan: Plan, day: date) -> CampaignDays | None:
    """The campaign of that day, else the next one within the coming year."""
    return next(iter(campaign_days(plan, day, days_on(day, AHEAD))), None)
