"""Entries as lines of JSON, one object each (DESIGN section 6, `journal export`), and back."""

import json
import math
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from opsplan.values.entry_ids import is_id, written_at
from opsplan.values.journal import (
    ENTRY_KINDS,
    Entry,
    EntryKind,
    figure_identity,
    row_identity,
    row_ref,
)
from opsplan.values.occurrence import Identity
from opsplan.values.problem import Problem
from opsplan.values.text import Message, say

_REASONED = ("skip", "ask", "metric")
"""The kinds whose text is a reason."""
_PLACE = re.compile(
    r"(?P<playbook>[^/@#]+)/(?P<duty>[^/@#]+)@(?P<day>[0-9-]{10})#(?P<slot>\d{1,6})"
)
_ROW = re.compile(r"(?P<playbook>[^/@#]+)/(?P<register>[^/@#]+)/(?P<row>\d{1,6})")
_COMMON = {"id", "at", "by", "shop", "kind"}
_KEYS: dict[str, set[str]] = {
    "metric": {"metric", "date", "value", "why"},
    "row": {"register", "row", "date", "fields"},
    "undo": {"ref", "metric", "date", "undoes"},
    "skip": {"ref", "date", "count", "why"},
    "ask": {"ref", "why"},
}
_TICKED = {"ref", "date", "count", "text"}


class _LineError(Exception):
    """A line that is no entry, and why."""

    def __init__(self, what: Message) -> None:
        super().__init__(str(what))
        self.what = what


def entry_data(entry: Entry, *, is_about_row: bool = False) -> dict[str, object]:
    """An entry as one JSON object; what does not apply to its kind is left out. What was done
    about a row of a register names it as people do, and tells on which day it was added."""
    identity = entry.identity
    data: dict[str, object] = {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "by": entry.by,
        "shop": entry.shop,
        "kind": entry.kind,
    }
    if identity.playbook == "":
        data |= {"metric": identity.duty, "date": identity.nominal.isoformat()}
    elif entry.kind == "row":
        register = f"{identity.playbook}/{identity.duty}"
        data |= {"register": register, "row": identity.slot, "date": identity.nominal.isoformat()}
    elif is_about_row:
        data |= {"ref": row_ref(identity), "date": identity.nominal.isoformat()}
    else:
        data["ref"] = str(identity)
    if entry.count is not None:
        key = "value" if entry.kind == "metric" else "count"
        data[key] = int(entry.count) if entry.count.is_integer() else entry.count
    if entry.kind == "row":
        data["fields"] = json.loads(entry.text or "{}")
    elif entry.text is not None:
        data["why" if entry.kind in _REASONED else "text"] = entry.text
    return data if entry.undoes is None else {**data, "undoes": entry.undoes}


def lines_of(entries: Iterable[Entry]) -> Iterator[str]:
    """A line for each entry, its end included."""
    known = list(entries)
    rows = {(entry.shop, entry.identity) for entry in known if entry.kind == "row"}
    for entry in known:
        is_about_row = (entry.shop, entry.identity) in rows
        data = entry_data(entry, is_about_row=is_about_row)
        yield json.dumps(data, ensure_ascii=False) + "\n"


def read_lines(data: bytes, file: str) -> tuple[list[Entry], list[Problem]]:
    """The entries in the bytes of a file, and what is wrong with the lines that are none."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):  # what PowerShell's > makes of an export
        data = data.decode("utf-16", "replace").encode()
    for number, line in enumerate(data.removeprefix(BOM_UTF8).split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            entries.append(_entry(_object(line)))
        except _LineError as fault:
            problems.append(Problem(file, number, 1, "", fault.what))
    return entries, problems


def _object(line: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise _LineError(say("this is no JSON; the line may have been cut off")) from None
    if not isinstance(found, dict):
        raise _LineError(say("this is no entry of a journal"))
    return found


def _entry(data: Mapping[str, Any]) -> Entry:
    kind = ENTRY_KINDS.get(_text(data, "kind"))
    if kind is None:
        raise _LineError(say("there is no kind '{word}' of entry", word=data["kind"]))
    unknown = set(data) - _COMMON - _KEYS.get(kind, _TICKED)
    if unknown:
        raise _LineError(say("unknown key '{key}'", key=min(unknown)))
    entry_id = _id(data, "id")
    return Entry(
        entry_id,
        written_at(entry_id),
        _moment(_text(data, "at"), "at"),
        _text(data, "by"),
        _text(data, "shop"),
        kind,
        _identity(data, kind),
        _count(data, "value" if kind == "metric" else "count", needed=kind == "metric"),
        _words(data, kind),
        _id(data, "undoes") if kind == "undo" else None,
    )


def _identity(data: Mapping[str, Any], kind: EntryKind) -> Identity:
    if kind == "row":
        playbook, slash, register = _text(data, "register").partition("/")
        number = data.get("row")
        if not slash or not isinstance(number, int) or isinstance(number, bool) or number < 0:
            raise _LineError(say("'{key}' does not say which row it is", key="register"))
        return row_identity(playbook, register, _day(_text(data, "date"), "date"), number)
    if "metric" in data:
        return figure_identity(_text(data, "metric"), _day(_text(data, "date"), "date"))
    if row := _ROW.fullmatch(_text(data, "ref")):
        day = _day(_text(data, "date"), "date")
        return row_identity(row["playbook"], row["register"], day, int(row["row"]))
    place = _PLACE.fullmatch(_text(data, "ref"))
    if place is None:
        raise _LineError(
            say("'{key}' is no identity such as {example}", key="ref", example=_EXAMPLE)
        )
    return Identity(place["playbook"], place["duty"], _day(place["day"], "ref"), int(place["slot"]))


_EXAMPLE = "1688-shop/repost@2026-11-25#2"


def _words(data: Mapping[str, Any], kind: EntryKind) -> str | None:
    if kind == "row":
        fields = data.get("fields")
        if not isinstance(fields, dict) or not all(isinstance(v, str) for v in fields.values()):
            raise _LineError(say("'{key}' does not hold the fields of a row", key="fields"))
        return json.dumps(fields, ensure_ascii=False, sort_keys=True)
    key = "why" if kind in _REASONED else "text"
    if data.get(key) is None:
        if kind == "snooze":
            raise _LineError(say("'{key}' is missing", key=key))
        return None
    text = _text(data, key)
    if kind == "snooze":
        _moment(text, key)
    return text


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if value is None:
        raise _LineError(say("'{key}' is missing", key=key))
    if not isinstance(value, str) or "\0" in value or not _encodable(value):
        raise _LineError(say("'{key}' is no text", key=key))
    return value


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _id(data: Mapping[str, Any], key: str) -> str:
    text = _text(data, key)
    if not is_id(text):
        raise _LineError(say("'{key}' is no id of an entry", key=key))
    return text


def _moment(text: str, key: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise _LineError(say("'{key}' is no time with its offset", key=key))
    return moment.replace(microsecond=0)


def _day(text: str, key: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _LineError(say("'{key}' has no date such as 2026-11-25", key=key)) from None


def _count(data: Mapping[str, Any], key: str, *, needed: bool) -> float | None:
    value = data.get(key)
    if value is None and not needed:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _LineError(say("'{key}' is no number", key=key))
    return float(value)
