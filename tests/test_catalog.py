"""The Chinese catalog: whole, with the same places to fill in, punctuated as Chinese is."""

import ast
import re
from gettext import GNUTranslations
from io import BytesIO

import pytest

from catalog import COMPILED, ENGLISH, SOURCE, compiled, read_catalog, wanted
from opsplan.views.words import Words

CATALOG = read_catalog()
ENTRIES = [(str(entry.id), str(entry.string)) for entry in CATALOG if entry.id]


def test_no_message_is_missing_or_unused() -> None:
    assert {message for message, _ in ENTRIES} == wanted()


def test_the_compiled_catalog_is_up_to_date() -> None:
    shipped = GNUTranslations(BytesIO(COMPILED.read_bytes()))
    made = GNUTranslations(BytesIO(compiled(CATALOG)))
    assert [shipped.gettext(message) for message, _ in ENTRIES] == [
        made.gettext(message) for message, _ in ENTRIES
    ]


def test_every_counted_plural_has_an_english_singular() -> None:
    known = {str(entry.id): str(entry.string) for entry in read_catalog(ENGLISH) if entry.id}
    counted = r"\{(count|days)\} (make-up |set-up |due |open )?[a-z]+s\b"
    fixed = {
        "On {count} days or more",
        "The last {days} days",
        "one file holds {count} days at most",
        "times are counted in a week, a month or a year, not in {count} weeks",
    }
    plurals = {message for message in wanted() if re.search(counted, message)} - fixed
    assert plurals == set(known)
    for message, singular in known.items():
        places = sorted(re.findall(r"\{[^}]*\}", message))
        assert sorted(re.findall(r"\{[^}]*\}", singular)) == places
    shipped = GNUTranslations(BytesIO(ENGLISH.with_suffix(".mo").read_bytes()))
    assert {message: shipped.pgettext("one", message) for message in known} == known


def test_one_of_a_thing_is_said_in_the_singular() -> None:
    words = Words("en")
    assert words("{days} days ago", days=1) == "1 day ago"
    assert words("{days} days ago", days=2) == "2 days ago"
    assert Words("zh")("{days} days ago", days=1) == "1 天前"


@pytest.mark.parametrize(("message", "translation"), ENTRIES)
def test_translation(message: str, translation: str) -> None:
    assert translation, "not translated: run python tests/catalog.py"
    assert sorted(re.findall(r"\{[^}]*\}", translation)) == sorted(
        re.findall(r"\{[^}]*\}", message)
    )
    if not message.startswith("\b"):
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]|[,;?!][\u4e00-\u9fff]", translation)


def test_no_message_hides_inside_an_f_string() -> None:
    """There the catalog's maker does not find it, and Chinese readers would get it in English."""
    hidden = [
        f"{path.relative_to(SOURCE)}:{call.lineno}"
        for path in SOURCE.rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) in ("words", "say")
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []
