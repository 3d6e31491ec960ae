"""The Chinese message catalog: `python tests/catalog.py` brings it up to date after a change.

It collects every template from the source and every help text from the command tree, adds the new
ones (untranslated) to the .po file, drops the unused, and compiles the .mo that is shipped.
"""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from typer.main import get_command

from house import ROOT
from opsplan.cli.app import make_app
from opsplan.cli.help import paragraphs

SOURCE = ROOT / "src" / "opsplan"
DOCS = ROOT / "docs"
CATALOG = SOURCE / "views" / "locale" / "zh" / "LC_MESSAGES" / "opsplan.po"
COMPILED = CATALOG.with_suffix(".mo")
ENGLISH = SOURCE / "views" / "locale" / "en" / "LC_MESSAGES" / "opsplan.po"
"""How one of a thing is said, where the source says it in the plural; written by hand."""


def wanted() -> set[str]:
    """Every message that the program can say."""
    files = (*SOURCE.rglob("*.py"), *DOCS.glob("*.py"))
    messages = {text for path in files for text in _said(path)}
    return {
        message for message in messages | _helps(get_command(make_app())) if _has_words(message)
    }


def read_catalog(file: Path = CATALOG) -> Catalog:
    """A catalog as it lies in the repository."""
    with file.open("rb") as stream:
        return read_po(stream, locale="zh_CN" if file == CATALOG else "en")


def compiled(catalog: Catalog) -> bytes:
    """The .mo of a catalog."""
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def _said(path: Path) -> Iterator[str]:
    """The templates of `say("…")` and `words("…")`, of whatever those are attributes."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(call, ast.Call) and call.args):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", None))
        first = call.args[0]
        if name in ("say", "words") and isinstance(first, ast.Constant):
            yield str(first.value)


def _helps(command: Any) -> set[str]:
    texts = [parameter.help for parameter in command.params if getattr(parameter, "help", None)]
    texts += paragraphs(command.help or "")
    found = set(texts)
    for each in getattr(command, "commands", {}).values():
        found |= _helps(each)
    return found


def _has_words(message: str) -> bool:
    """Whether there is anything to translate: words, or marks, which Chinese has of its own."""
    return re.search("[A-Za-z]{2}|[:;,(]", re.sub(r"\{[^}]*\}", "", message)) is not None


def main() -> None:
    """Bring the files up to date and say what is still to be translated."""
    old = read_catalog() if CATALOG.exists() else Catalog(locale="zh_CN")
    new = Catalog(locale="zh_CN", project="opsplan", header_comment="", fuzzy=False)
    missing: list[str] = []
    for message in sorted(wanted()):
        known = old.get(message)
        new.add(message, known.string if known else "")
        if not (known and known.string):
            missing.append(message)
    CATALOG.parent.mkdir(parents=True, exist_ok=True)
    buffer = BytesIO()
    write_po(buffer, new, width=0, omit_header=False, sort_output=True)
    lines = buffer.getvalue().decode().splitlines()
    kept = [line for line in lines if "-Date:" not in line and "Generated-By" not in line]
    CATALOG.write_text("\n".join(kept) + "\n", encoding="utf-8")
    COMPILED.write_bytes(compiled(read_catalog()))
    ENGLISH.with_suffix(".mo").write_bytes(compiled(read_catalog(ENGLISH)))
    print(f"{len(wanted())} messages, {len(missing)} without a translation")
    for message in missing:
        print(f"  {message!r}")


if __name__ == "__main__":
    main()
