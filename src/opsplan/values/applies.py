"""For which shops an entry of a playbook is."""

from opsplan.values.classes import dataclass


@dataclass(frozen=True, slots=True)
class Applies:
    """For whom an entry is: every condition that is given must hold.

    `stage` names phases: the entry is there on the days that lie in one of them. `optional` entries
    are off until a shop asks for them, `suspended` ones are off for now.
    """

    platform: tuple[str, ...] = ()
    market: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    optional: bool = False
    suspended: bool = False

    def holds(self, platform: str | None, markets: tuple[str, ...]) -> bool:
        """Whether a shop of that platform and those markets has the entry of itself, on such days
        as are of its stage."""
        is_on = not (self.optional or self.suspended)
        platform_fits = not self.platform or platform in self.platform
        market_fits = not self.market or bool({*self.market} & {*markets})
        return is_on and platform_fits and market_fits
