"""What config.yaml says, validated."""

from collections.abc import Mapping

from opsplan.values.channel import Channel
from opsplan.values.classes import dataclass, field
from opsplan.values.playbook import Shop
from opsplan.values.text import Language

DEFAULT_SHOP = "main"
DEFAULT_PLAYBOOKS = ("1688-shop",)
ImportMap = Mapping[str, str]
"""The columns of an exported table: name to metric id, or to DATE_COLUMN for that of the days."""
DATE_COLUMN = "date"


@dataclass(frozen=True, slots=True)
class Config:
    """The validated config; without a file, one shop that runs the 1688 playbook."""

    lang: Language | None = None
    me: str | None = None
    default_shop: str = DEFAULT_SHOP
    shops: Mapping[str, Shop] = field(
        default_factory=lambda: {DEFAULT_SHOP: Shop(DEFAULT_SHOP, playbooks=DEFAULT_PLAYBOOKS)}
    )
    database: str | None = None
    imports: Mapping[str, ImportMap] = field(default_factory=dict)
    channels: tuple[Channel, ...] = ()
