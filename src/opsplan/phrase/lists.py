"""What does not go together in a duty's list of phrases."""

from collections.abc import Iterable
from typing import Literal

from opsplan.values.cadence import (
    UNDATED,
    AfterDone,
    CampaignDay,
    Once,
    PhaseDay,
    Phrase,
    Triggered,
)
from opsplan.values.text import Message, say

Inside = Literal["campaign", "phase"]
"""What a duty stands in."""


def phrase_list_faults(
    phrases: Iterable[Phrase], inside: Inside | None = None
) -> list[tuple[Message, Message | None]]:
    """What does not go together in a duty's list of phrases (DESIGN section 3, Readings)."""
    kinds = [type(phrase.cadence) for phrase in phrases]
    faults: list[tuple[Message, Message | None]] = []
    undated = [kind for kind in kinds if kind in UNDATED]
    if undated and len(undated) < len(kinds):
        faults.append(
            (
                say("a list cannot mix dates with floating, after-done, once or triggered phrases"),
                say("two duties"),
            )
        )
    for kind in (AfterDone, Once, Triggered):
        if undated.count(kind) > 1 or (kind in undated and len(set(undated)) > 1):
            faults.append((say("this phrase must stand alone"), say("two duties")))
            break
    if CampaignDay in kinds and inside != "campaign":
        faults.append((say("days before and after belong inside a campaign"), None))
    if PhaseDay in kinds and inside != "phase":
        faults.append((say("the n-th day belongs inside a phase"), None))
    return faults
