"""The phrases that a shop's config puts in the place of a playbook's."""

from opsplan.phrase.lists import Inside, phrase_list_faults
from opsplan.phrase.reading import PhraseError, read
from opsplan.phrase.shared import blocks_of
from opsplan.values.cadence import AfterDone
from opsplan.values.classes import replace
from opsplan.values.playbook import Duty, Playbook, Shop
from opsplan.values.problem import Problem


def with_phrases(
    texts: tuple[str, ...], shop: Shop, book: Playbook, duty: Duty, problems: list[Problem]
) -> Duty:
    """The duty with these phrases instead of the playbook's; unchanged, and with one problem more,
    where they cannot be used."""
    blocks = blocks_of(book.blocks)
    try:
        phrases = tuple(read(text, blocks) for text in texts)
    except PhraseError as error:
        problems.append(shop.place("phrases", f"{book.id}/{duty.id}").error(error.what))
        return duty
    inside = _inside(book, duty)
    for what, fix in phrase_list_faults(phrases, inside):
        problems.append(shop.place("phrases", f"{book.id}/{duty.id}").error(what, fix))
        return duty
    after_done = any(isinstance(phrase.cadence, AfterDone) for phrase in phrases)
    return replace(
        duty, phrases=phrases, written=texts, check_on=duty.check_on if after_done else None
    )


def _inside(book: Playbook, duty: Duty) -> Inside | None:
    """Whether the duty lives in a campaign or in a phase."""
    if duty.owner is None:
        return None
    return "campaign" if any(each.id == duty.owner for each in book.campaigns) else "phase"
