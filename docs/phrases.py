"""Writes docs/phrases.md and docs/phrases.zh.md: `python docs/phrases.py`."""

from pathlib import Path

from opsplan.values.text import Language
from opsplan.views.forms import forms_page
from opsplan.views.words import Words

PAGES: dict[str, Language] = {"phrases.md": "en", "phrases.zh.md": "zh"}


def main() -> None:
    """Write both pages."""
    for name, language in PAGES.items():
        path = Path(__file__).parent / name
        path.write_text(forms_page(Words(language)), encoding="utf-8")


if __name__ == "__main__":
    main()
