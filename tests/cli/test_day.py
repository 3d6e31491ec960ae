"""The must-shows of a day: the real command on the real playbook."""

import json

from house import Home


def titles(home: Home, now: str) -> dict[str, list[str | None]]:
    ran = home.run("today", "--json", now=now)
    assert ran.code == 0, ran.err
    found: dict[str, list[str | None]] = {}
    for item in json.loads(ran.out)["items"]:
        found.setdefault(item["duty"], []).append(item["at"])
    return found


def test_wednesday_has_the_four_repost_slots_and_the_inquiry_marketing(home: Home) -> None:
    found = titles(home, "2026-11-25T08:40+08:00")
    assert found["repost"] == ["08:30", "11:30", "14:30", "16:30"]
    assert "inquiry-push" in found
    assert found["smart-follow-up"] == ["10:00"]


def test_the_first_of_the_month_has_the_promo_plan(home: Home) -> None:
    assert "promo-plan" in titles(home, "2026-12-01T08:40+08:00")
    assert "promo-plan" not in titles(home, "2026-12-02T08:40+08:00")
