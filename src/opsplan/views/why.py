"""Why something stands on a day's list: for people, and as JSON."""

from collections.abc import Iterator

from opsplan.phrase.shared import blocks_of
from opsplan.phrase.wording import write
from opsplan.planning.why import DayType, Why
from opsplan.values.cadence import ShiftKind
from opsplan.values.figures import Condition
from opsplan.values.journal import Entry, row_ref
from opsplan.values.text import Language, Message, say
from opsplan.views.conditions import condition_words
from opsplan.views.data import cause_data, moment_data
from opsplan.views.entries import POLICY_WORDS, entry_line
from opsplan.views.items import role_name
from opsplan.views.lists import table_text, unsure_line
from opsplan.views.phases import phase_days
from opsplan.views.visible import visible
from opsplan.views.words import Words

_DAY_TYPES: dict[DayType, Message] = {
    "workday": say("workday"),
    "weekend": say("weekend"),
    "holiday": say("holiday"),
    "make_up": say("make-up workday"),
}
_SHIFTS: dict[ShiftKind, Message] = {
    "skip": say("skip holidays"),
    "next": say("next workday"),
    "previous": say("previous workday"),
}


def why_text(why: Why, words: Words, width: int) -> str:
    """What, when and why, in lines of a name and what it says."""
    name = visible(why.item.occurrence.planned.duty.name.read(words.language)) if why.item else ""
    ref = _ref(why)
    head = f"{name or words.text(why.duty.name)}  {visible(ref)}\n"
    rows = [(f"  {label}", text) for label, text in _rows(why, words)]
    return head + table_text(rows, width, stretch=1)


def why_data(why: Why, words: Words) -> dict[str, object]:
    """The same as JSON."""
    occurrence = why.occurrence
    cause = cause_data(occurrence) if occurrence else {"because": None, "covers": []}
    place = why.off_place
    data: dict[str, object] = {
        "ref": _ref(why),
        "title": why.duty.name.read(words.language),
        "status": why.item.status if why.item else None,
        "phrase": "; ".join(why.duty.written) or None,
        "en": _phrases(why, "en"),
        "zh": _phrases(why, "zh"),
        "nominal": occurrence.nominal.isoformat() if occurrence else None,
        "date": occurrence.date.isoformat() if occurrence else None,
        "merged": [day.isoformat() for day in why.merged],
        "day_type": why.day_type,
        "calendar": why.calendar,
        "shift": why.shift,
        "policy": why.policy,
        "file": why.file,
        "line": why.duty.line,
        "covers": cause["covers"] or list(why.duty.covers),
        "because": cause["because"],
        "rules": [_rule_data(rule.id, rule.condition) for rule in why.rules],
        "off": words.message(why.off) if why.off else None,
        "off_at": f"{place.file}:{place.line}" if place and place.line else None,
        "role": why.duty.role,
        "people": list(why.people),
        "option": {"id": why.option[0].id, "choice": why.option[1]} if why.option else None,
        "campaign": None,
        "phase": None,
        "steps": [step.read(words.language) for step in why.duty.steps],
        "history": [_entry_data(entry, why) for entry in why.history],
    }
    if why.campaign:
        first, last = why.campaign.first, why.campaign.last
        campaign = why.campaign.campaign.id
        data["campaign"] = {"id": campaign, "first": first.isoformat(), "last": last.isoformat()}
    if why.phase:
        window, last_day = why.phase.window, why.phase.last
        data["phase"] = {
            "id": why.phase.phase.id,
            "state": why.phase.word,
            "first": window.start.isoformat() if window else None,
            "last": last_day.isoformat() if last_day else None,
        }
    if why.register:
        register, row = why.register
        data |= {"register": register.id, "row": row.number, "opened": row.opened.isoformat()}
        data["fields"] = {each.id: row.fields.get(each.id) or None for each in register.columns}
    return data


def _rows(why: Why, words: Words) -> Iterator[tuple[str, str]]:
    yield from _off_rows(why, words)
    yield from _when_rows(why, words)
    yield from _cause_rows(why, words)
    yield from _part_rows(why, words)
    if why.duty.role:
        role = role_name(why.playbook, why.duty.role, words)
        people = words.message(say("{names}", names=why.people)) if why.people else ""
        yield words("who"), f"{role}  {people}".rstrip()
    document = words.text(why.playbook.document)
    covers = [*why.duty.covers]
    if why.occurrence and why.occurrence.because:
        covers += [row for row in why.occurrence.because.covers if row not in covers]
    if covers:
        yield words("source"), f"{' '.join(covers)}  {document}".rstrip()
    yield words("written in"), f"{visible(why.file)}:{why.duty.line}"
    for index, step in enumerate(why.duty.steps):
        yield words("steps") if index == 0 else "", f"- {words.text(step)}"
    for index, entry in enumerate(reversed(why.history)):
        own = why.occurrence is not None and why.occurrence.identity == entry.identity
        place = "" if own or why.register else f"  @{entry.identity.nominal}#{entry.identity.slot}"
        told = entry_line(entry, f"{entry.at:%Y-%m-%d %H:%M}", words)
        yield words("history") if index == 0 else "", f"{told}{place}"


def _off_rows(why: Why, words: Words) -> Iterator[tuple[str, str]]:
    if why.off:
        place = why.off_place
        at = f"  ({visible(place.file)}:{place.line})" if place and place.line else ""
        yield words("not now"), f"{visible(words.message(why.off))}{at}"
    elif why.item is None:
        day = words.day(why.day)
        yield words("not now"), words("it is not on the list of {day}", day=day)


def _when_rows(why: Why, words: Words) -> Iterator[tuple[str, str]]:
    if why.duty.phrases:
        phrase = _phrases(why, words.language) or ""
        note = words("(a suggestion; the shop may set its own)")
        yield words("when"), f"{phrase}  {note}" if why.duty.suggested else phrase
    occurrence = why.occurrence
    if occurrence is None:
        return
    if why.register:
        _, row = why.register
        age = words("{days} days ago", days=(why.day - row.opened).days)
        yield words("entered"), f"{words.day(row.opened)}  {age}"
    day_type = f"  {words.message(_DAY_TYPES[why.day_type])}" if why.day_type else ""
    at = f"  {occurrence.at}" if occurrence.at else ""
    if not why.register:
        is_over = why.today is not None and occurrence.date < why.today
        label = words("date") if why.item or is_over else words("next")
        day = f"{words.day(occurrence.date)} {words.weekday(occurrence.date)}"
        sure = "" if why.calendar == "official" else f"  {unsure_line(why.calendar, words).strip()}"
        yield label, f"{day}{at}{day_type}{sure}"
    if occurrence.nominal != occurrence.date:
        origin = f"{words.day(occurrence.nominal)} {words.weekday(occurrence.nominal)}"
        if why.shift:
            rule = words.message(_SHIFTS[why.shift])
            yield words("moved"), words("from {day}: {rule}", day=origin, rule=rule)
        else:
            yield words("counted from"), origin
    if why.merged:
        merged = [words.day(day) for day in why.merged]
        yield words("settles too"), words.message(say("{names}", names=merged))
    if why.item:
        status = words.status(why.item.status)
        due = occurrence.due
        until = words("due {time}", time=f"{due:%Y-%m-%d %H:%M}") if due else ""
        carried = why.item.carried_days
        age = words("carried over for {days} days", days=carried) if carried else ""
        yield words("state"), "  ".join(each for each in (status, until, age) if each)
    if why.policy and not why.register:
        yield words("if missed"), words.message(POLICY_WORDS[why.policy])


def _cause_rows(why: Why, words: Words) -> Iterator[tuple[str, str]]:
    because = why.occurrence.because if why.occurrence else None
    if because is not None:
        told = words(
            "{metric} was {value} on {day}; the bar is {bar}",
            metric=words.text(because.name),
            value=words.amount(because.value, because.measure, because.name),
            day=words.day(because.date),
            bar=words.amount(because.bar, because.measure, because.name),
        )
        yield words("because"), told
    shown = [why.rule] if why.rule else why.rules
    metrics = {metric.id: metric for metric in why.playbook.metrics}
    for index, rule in enumerate(shown):
        told = condition_words(rule.condition, metrics, words)
        if rule.keep:
            told = words("asks unless {condition}", condition=told)
        else:
            told = words("asks when {condition}", condition=told)
        yield words("rule") if index == 0 else "", f"{told}  ({rule.id})"
    if why.asked:
        reason = f": {visible(why.asked.text)}" if why.asked.text else ""
        yield words("asked for"), f"{why.asked.at:%Y-%m-%d %H:%M} {visible(why.asked.by)}{reason}"


def _part_rows(why: Why, words: Words) -> Iterator[tuple[str, str]]:
    """The campaign, the phase and the option that it belongs to; the fields of a row."""
    if why.campaign:
        first, last = words.day(why.campaign.first), words.day(why.campaign.last)
        days = first if first == last else words("{first} to {last}", first=first, last=last)
        yield words("campaign"), f"{words.text(why.campaign.campaign.name)}  {days}"
    if why.phase:
        name, window, end = words.text(why.phase.phase.name), why.phase.window, why.phase.last
        days = ""
        if window and end:
            days = words("{first} to {last}", first=words.day(window.start), last=words.day(end))
        elif window:
            days = words("from {first}, open-ended", first=words.day(window.start))
        now = phase_days(why.phase, words) if why.phase.word == "current" else ""
        yield words("phase"), "  ".join(each for each in (name, days, now) if each)
    if why.option:
        option, choice = why.option
        others = [each for each in option.choices if each != choice]
        yield (
            words("option"),
            words(
                "{option}: {choice} is in force; also {others}",
                option=option.id,
                choice=choice,
                others=others,
            ),
        )
    if why.register:
        register, row = why.register
        yield words("register"), f"{words.text(register.name)} ({register.id}) {row.number}"
        for column in register.columns:
            value = row.fields.get(column.id)
            if value:
                named = {choice: words.text(name) for choice, name in column.choices}
                yield f"  {words.text(column.name)}", visible(named.get(value, value))


def _ref(why: Why) -> str:
    if why.register:
        return f"{why.playbook.id}/{why.register[0].id}/{why.register[1].number}"
    return why.occurrence.ref if why.occurrence else f"{why.playbook.id}/{why.duty.id}"


def _phrases(why: Why, language: Language) -> str | None:
    book = why.playbook
    blocks = blocks_of(book.blocks)
    separator = "；" if language == "zh" else "; "
    return separator.join(write(each, language, blocks) for each in why.duty.phrases) or None


def _rule_data(rule: str, condition: Condition) -> dict[str, object]:
    return {"rule": rule, "when": condition.text}


def _entry_data(entry: Entry, why: Why) -> dict[str, object]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "at": moment_data(entry.at),
        "by": entry.by,
        "ref": row_ref(entry.identity) if why.register else str(entry.identity),
        "count": entry.count,
        "text": entry.text,
    }
