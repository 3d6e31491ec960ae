"""The address of a shared database, with what it takes from variables."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from opsplan.cli.secrets import DATABASE
from opsplan.values.address import ENV
from opsplan.values.channel import SECRETS_FILE
from opsplan.values.problem import OpsplanError
from opsplan.values.text import say

_SECRET = re.compile(r"(?<=:)env:([A-Za-z_][A-Za-z0-9_]*)(?=@)")


def address_of(configured: str | None, known: Mapping[str, str]) -> tuple[str, str | None] | None:
    """The address and the password that is apart from it; None where the journal is a file.

    `known` are the variables. OpsplanError names one that is missing, never its value.
    """
    given = known.get(DATABASE, "").strip()
    if "://" in given:
        return given, None
    if configured is None:
        return None
    address = configured
    if address.startswith(ENV):
        address = _value(address.removeprefix(ENV), known)
    address = _SECRET.sub(lambda found: quote(_value(found[1], known), safe=""), address)
    if not address.startswith(("postgresql://", "postgres://")):
        what = say("database: this is no address of PostgreSQL's")
        raise OpsplanError(what, say("such as postgresql://anna@db.example.com/shop, or env:NAME"))
    return address, given or None


def _value(name: str, known: Mapping[str, str]) -> str:
    value = known.get(name, "").strip()
    if not value:
        what = say("database: the variable {name} is not set", name=name)
        hint = say("export it, or write {name}=… into {file}", name=name, file=SECRETS_FILE)
        raise OpsplanError(what, hint)
    return value
