"""A report as JSON (DESIGN section 6)."""

from opsplan.values.report import Coming, Issue, Kept, Measured, Report
from opsplan.views.data import Data, completion_data, item_data, plain_number
from opsplan.views.money import targets_data
from opsplan.views.words import Words


def report_data(report: Report, words: Words) -> Data:
    """What `report --json` prints."""
    shop = report.shop.id
    return {
        "shop": shop,
        "kind": report.kind,
        "from": report.window.start.isoformat(),
        "to": report.window.last.isoformat(),
        "duties": [completion_data(each) for each in report.duties],
        "people": [
            {
                "name": each.name,
                "done": each.done,
                "on_time": each.on_time,
                "late": each.late,
                "skipped": each.skipped,
            }
            for each in report.people
        ],
        "skipped": [
            {**item_data(each, shop, words), "why": each.record.settled.text}
            for each in report.skipped
            if each.record.settled is not None
        ],
        "issues": [_issue_data(each, words) for each in report.issues],
        "metrics": [_measured_data(each) for each in report.measured],
        "targets": [
            {**each, "causes": _causes_data(report, each["metric"])}
            for each in targets_data(report.targets)["items"]
        ],
        "rules": [item_data(each, shop, words) for each in report.asked],
        "registers": [_kept_data(each, words) for each in report.registers],
        "calendar": report.calendar,
        "next": {
            "from": report.next.start.isoformat(),
            "to": report.next.last.isoformat(),
            "duties": [_coming_data(each) for each in report.coming],
            "campaigns": [
                {
                    "campaign": each.campaign.id,
                    "from": each.first.isoformat(),
                    "to": each.last.isoformat(),
                }
                for each in report.campaigns
            ],
        },
    }


def _causes_data(report: Report, metric: str) -> list[Data]:
    causes = report.causes.get(metric, ())
    return [{"date": day.isoformat(), "why": cause} for day, cause in causes]


def _issue_data(issue: Issue, words: Words) -> Data:
    return {
        "title": issue.title.read(words.language),
        "since": issue.since.isoformat(),
        "age_days": issue.age,
        "count": issue.count,
        "role": issue.role,
    }


def _measured_data(each: Measured) -> Data:
    return {
        "metric": each.metric.id,
        "total": _rounded(each.total),
        "level": _rounded(each.level),
        "last": _rounded(each.last),
        "changes": {name: _rounded(each.change(name)) for name in each.earlier},
        "days": [
            {"date": day.isoformat(), "value": _rounded(value)}
            for day, value in each.days
            if value is not None
        ],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else plain_number(round(value, 4))


def _kept_data(kept: Kept, words: Words) -> Data:
    return {
        "register": kept.register.id,
        "rows": kept.rows,
        "added": kept.added,
        "open": kept.open,
        "oldest_days": kept.oldest,
        "choices": {
            column.id: {name.read(words.language): count for name, count in counts}
            for column, counts in kept.choices
        },
    }


def _coming_data(each: Coming) -> Data:
    return {
        "playbook": each.planned.playbook.id,
        "duty": each.planned.duty.id,
        "role": each.planned.duty.role,
        "count": each.count,
        "first": each.first.isoformat(),
    }
