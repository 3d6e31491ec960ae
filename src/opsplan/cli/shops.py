"""shop list, add, use: the shops of the config."""

import re
from functools import partial
from pathlib import Path

from typer import Argument, Context, Exit, Option

from opsplan.cli import offers
from opsplan.cli.config_file import Edit, edit_config
from opsplan.cli.help import Commands
from opsplan.cli.init import Answers, config_text
from opsplan.cli.options import LAUNCH, PLATFORM, PLAYBOOKS
from opsplan.cli.platforms import PLATFORMS, platform_named
from opsplan.cli.session import Session
from opsplan.playbook.flow import Value
from opsplan.values.ids import PLAYBOOK_ID_PATTERN
from opsplan.values.playbook import Shop
from opsplan.values.problem import OpsplanError, ProblemsError, UsageError
from opsplan.values.spelling import near_miss
from opsplan.values.text import say
from opsplan.views.lists import table_text

app = Commands("shop", help="The shops: list, add, use.\n\nopsplan shop list")


@app.command("list")
def list_(ctx: Context) -> None:
    """The shops of config.yaml.

    opsplan shop list
    """
    session: Session = ctx.obj
    words, default = session.words, session.config.default_shop
    shops = session.config.shops.values()
    rows = [
        (
            "*" if shop.id == default else " ",
            shop.id,
            words.text(shop.name),
            shop.platform or "",
            " ".join(shop.playbooks),
        )
        for shop in shops
    ]
    items = [{**_data(session, shop), "default": shop.id == default} for shop in shops]
    session.show(lambda: table_text(rows, session.screen.width), lambda: {"items": items})
    raise Exit(session.report_problems())


@app.command()
def add(
    ctx: Context,
    shop: str = Argument(help="The id of the new shop.", metavar="SHOP"),
    name: str = Option(None, "--name", metavar="TEXT", help="The shop's name."),
    group: str = Option(None, "--group", metavar="GROUP", help="A group of the config."),
    platform: str = PLATFORM,
    playbook: list[str] = PLAYBOOKS,
    launch: str = LAUNCH,
    becomes_default: bool = Option(False, "--use", help="Make it the default shop."),
) -> None:
    """Add a shop to the config; what is not given it has from its group and the defaults.

    opsplan shop add second --name 'Second shop' --group flagship
    opsplan shop add tb --platform taobao --launch today --use
    """
    session: Session = ctx.obj
    if not re.fullmatch(PLAYBOOK_ID_PATTERN, shop):
        what = say("'{word}' is no id for a shop", word=shop)
        fix = say("lower-case letters, digits and hyphens, such as {name}", name="my-shop")
        raise UsageError(what, fix)
    if shop in session.config.shops:
        raise OpsplanError(say("there is a shop '{word}' already", word=shop))
    if platform is not None:
        platform = platform_named(platform)
    values: dict[str, Value | None] = {
        "name": name,
        "group": group,
        "platform": platform,
        "playbooks": _playbooks(session, playbook, group, platform),
        "launch": session.day(launch).isoformat() if launch else None,
    }
    given: dict[str, Value] = {key: value for key, value in values.items() if value}
    edits = [_edit(("shops", shop), given)]
    if becomes_default:
        edits.append(_edit(("shop",), shop))
    try:
        file = _edited(session, edits)
    except ProblemsError as error:
        for problem in error.problems:
            if problem.path == f"shops.{shop}.group":  # what was typed, not what is in the file
                raise OpsplanError(problem.what, problem.fix) from None
        raise
    said = session.words("{shop} is added: {command}", shop=shop, command=f"opsplan --shop {shop}")
    session.show(lambda: f"{said}\n", lambda: {"id": shop, "file": str(file), **given})


@app.command()
def use(
    ctx: Context,
    shop: str = Argument(help="A shop.", metavar="SHOP", autocompletion=offers.shops),
) -> None:
    """Make a shop the default one.

    opsplan shop use second
    """
    session: Session = ctx.obj
    chosen = session.of_shop(shop).shop.id
    is_new = chosen != session.config.default_shop
    if is_new:
        _edited(session, [_edit(("shop",), chosen)])
    said = session.words("{shop} is the default shop", shop=chosen)
    session.show(lambda: f"{said}\n", lambda: {"id": chosen, "changed": is_new})


def _playbooks(
    session: Session, given: list[str], group: str | None, platform: str | None
) -> list[str]:
    """The playbooks to write down; none where the shop has them from its group."""
    known = [file.path.stem for file in session.library.files]
    for each in given:
        if each not in known:
            what = say("there is no playbook '{word}'", word=each)
            raise OpsplanError(
                what, near_miss(each, known) or say("there are {names}", names=known)
            )
    if given or group is not None or platform is None:
        return given
    return [PLATFORMS[platform]]


def _edit(path: tuple[str, ...], value: Value) -> Edit:
    from opsplan.playbook.edit import with_value

    return Edit(partial(with_value, path=path, value=value), path, value)


def _edited(session: Session, edits: list[Edit]) -> Path:
    """The config with these edits. A shop that was there without being written down stays."""
    from opsplan.playbook.edit import has_value, with_value

    first = session.config.shops[session.config.default_shop]
    path, books = ("shops", first.id, "playbooks"), [*first.playbooks]

    def write_down(text: str) -> str | None:
        return text if has_value(text, ("shops",)) else with_value(text, path, books)

    answers = Answers(None, None, [], None, books, [], None, [])
    starter = partial(config_text, session, answers)
    return edit_config(session, [Edit(write_down, path, books), *edits], starter)


def _data(session: Session, shop: Shop) -> dict[str, object]:
    return {
        "id": shop.id,
        "name": session.words.text(shop.name) or None,
        "platform": shop.platform,
        "market": list(shop.market),
        "playbooks": list(shop.playbooks),
        "launch": shop.launch.isoformat() if shop.launch else None,
        "timezone": shop.timezone,
    }
