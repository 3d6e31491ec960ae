"""The table of forms: both languages mean the same, and the pages made of it are up to date."""

import pytest

from house import ROOT, Home
from opsplan.phrase.forms import FORMS, GROUPS, Form
from opsplan.phrase.reading import read
from opsplan.phrase.shared import Blocks
from opsplan.phrase.wording import write
from opsplan.values.cadence import Cadence
from opsplan.values.text import LANGUAGES, Language
from opsplan.views.forms import forms_page
from opsplan.views.words import Words

BLOCKS = Blocks((("morning", "上午", "Morning"),), known=True)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.en)
def test_every_wording_of_a_form_is_the_same_phrase(form: Form) -> None:
    phrase = read(form.en, BLOCKS)
    for text in (form.zh, *form.also):
        assert read(text, BLOCKS) == phrase, text
    assert read(write(phrase, "zh", BLOCKS), BLOCKS) == phrase


def test_every_cadence_has_a_form() -> None:
    known = {type(read(form.en, BLOCKS).cadence) for form in FORMS}
    assert known == {*Cadence.__args__}


def test_no_form_is_there_twice() -> None:
    assert len({form.en for form in FORMS}) == len({form.zh for form in FORMS}) == len(FORMS)


@pytest.mark.parametrize(("name", "language"), [("phrases.md", "en"), ("phrases.zh.md", "zh")])
def test_the_page_is_what_the_table_gives(name: str, language: Language) -> None:
    """`python docs/phrases.py` writes it."""
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert page == forms_page(Words(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_prints_every_form(home: Home, language: Language) -> None:
    ran = home.run("when", "--forms", "--lang", language)
    assert (ran.code, ran.err) == (0, "")
    for form in FORMS:
        assert form.en in ran.out
        assert form.zh in ran.out
    items = home.run("when", "--forms", "--json", "--lang", language).json["items"]
    assert [item["en"] for item in items] == [form.en for form in FORMS]
    assert {item["group"] for item in items} == {
        Words(language).message(group.name) for group in GROUPS
    }


def test_without_a_phrase_it_says_what_is_missing(home: Home) -> None:
    ran = home.run("when")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "opsplan: PHRASE is missing; see opsplan when --help\n"
