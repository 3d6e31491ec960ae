"""Where reminders are sent: channels, and the secrets that nothing ever shows."""

from typing import TYPE_CHECKING

from opsplan.values.classes import dataclass

if TYPE_CHECKING:  # each start loads channels, and few send anything
    from opsplan.values.channel_kinds import ChannelKind

SECRETS_FILE = "secrets.env"
"""Variables for programs that have no environment of the user's, such as cron: NAME=value lines."""


class Secret:
    """A text that may be used but not shown: wherever it is printed, dots stand in its place.

    It is no dataclass, so that `asdict` cannot unfold it either.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        """Dots."""
        return "•••"

    def __eq__(self, other: object) -> bool:
        """Equal to a secret of the same text."""
        return isinstance(other, Secret) and other.text == self.text

    def __hash__(self) -> int:
        """The hash of its text."""
        return hash(self.text)


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of the config. `url` and `secret` may be `env:NAME` until they are resolved.

    `shops` are those whose reminders go there; none means all.
    """

    id: str
    kind: "ChannelKind"
    url: Secret | None = None
    secret: Secret | None = None
    shops: tuple[str, ...] = ()

    def serves(self, shop: str) -> bool:
        """Whether the reminders of that shop go to this channel."""
        return not self.shops or shop in self.shops
