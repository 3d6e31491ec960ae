"""channels list, test: where reminders are sent, and whether that works."""

import os

from typer import Argument, Context, Exit

from opsplan.cli.help import Commands
from opsplan.cli.secrets import secrets_of
from opsplan.cli.session import Session
from opsplan.remind.channels import resolved
from opsplan.values.channel import Channel
from opsplan.values.problem import OpsplanError
from opsplan.values.spelling import near_miss
from opsplan.values.text import Message, say
from opsplan.views.lists import table_text

app = Commands(
    "channels",
    help="Where reminders are sent.\n\nopsplan channels list\nopsplan channels test team",
)


@app.command("list")
def list_(ctx: Context) -> None:
    """The channels of config.yaml.

    opsplan channels list
    """
    session: Session = ctx.obj
    rows: list[tuple[str, ...]] = []
    items: list[dict[str, object]] = []
    for channel in session.config.channels:
        fault = _fault(session, channel)
        shops = ", ".join(channel.shops) or session.words("all shops")
        ready = session.words.message(fault) if fault else session.words("ready")
        rows.append((channel.id, channel.kind, shops, ready))
        items.append(
            {
                "id": channel.id,
                "kind": channel.kind,
                "shops": list(channel.shops),
                "ready": fault is None,
            }
        )
    empty = session.words("config.yaml has no channels yet.") + "\n"
    session.show(
        lambda: table_text(rows, session.screen.width, stretch=3) or empty,
        lambda: {"items": items},
    )


@app.command()
def test(ctx: Context, name: str = Argument(help="A channel, by id.", metavar="ID")) -> None:
    """Send one message to a channel and say what became of it.

    opsplan channels test team
    """
    session: Session = ctx.obj
    known = {channel.id: channel for channel in session.config.channels}
    if name not in known:
        hint = say("the channels are {names}", names=list(known)) if known else None
        what = say("there is no channel '{word}'", word=name)
        raise OpsplanError(what, near_miss(name, known) or hint)
    channel = ready_channel(session, known[name])

    from opsplan.remind.deliver import deliver
    from opsplan.remind.outcome import OutMessage

    title = session.words("opsplan: a test")
    text = session.words("Reminders for {shop} arrive here.", shop=_shops(session, channel))
    key = f"test-{name}-{session.now.timestamp():.0f}-{os.urandom(4).hex()}"
    outcome = deliver(channel, OutMessage(title, text, "", key))
    reason = session.words.message(outcome.reason)
    parts = [name, session.words.message(STATES[outcome.state])]
    if outcome.state != "sent":
        parts.append(reason)
    said = ("：" if session.words.language == "zh" else ": ").join(parts)
    session.show(
        lambda: f"{said}\n",
        lambda: {
            "channel": name,
            "state": outcome.state,
            "retry_after": outcome.retry_after,
            "reason": reason,
        },
    )
    raise Exit(0 if outcome.state == "sent" else 1)


STATES = {
    "sent": say("sent"),
    "failed": say("not sent"),
    "unknown": say("perhaps sent, perhaps not"),
}


def ready_channel(session: Session, channel: Channel) -> Channel:
    """The channel with its secrets; OpsplanError where one is missing."""
    return resolved(channel, secrets_of(session.home.config, session.environ))


def _fault(session: Session, channel: Channel) -> Message | None:
    try:
        ready_channel(session, channel)
    except OpsplanError as error:
        return error.message
    return None


def _shops(session: Session, channel: Channel) -> list[str]:
    shops = [shop for name, shop in session.config.shops.items() if channel.serves(name)]
    return [session.words.text(shop.name) or shop.id for shop in shops]
