"""What Rich draws, as text."""

import io

from rich.console import Console, RenderableType

from opsplan.views.breaking import NO_BREAK
from opsplan.views.screen import WIDEST, Screen


def drawn(content: RenderableType, screen: Screen) -> str:
    """What Rich makes of it at the width of the screen, at most WIDEST."""
    console = Console(
        file=io.StringIO(),
        width=min(screen.width, WIDEST),
        force_terminal=screen.colour,
        color_system="truecolor" if screen.colour else None,
        no_color=not screen.colour,
        legacy_windows=False,
        markup=False,
        highlight=False,
        emoji=False,
    )
    with console.capture() as capture:
        console.print(content)
    lines = capture.get().replace(NO_BREAK, " ").splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"
