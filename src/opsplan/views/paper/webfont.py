"""The shipped font for a browser: only the characters that a file needs."""

from base64 import b64encode
from io import BytesIO

from opsplan.views.paper.sheet import FONT


def web_font(text: str) -> str:
    """A `data:` address of the font with the characters of `text`; "" without the library.

    fontTools comes with the extra `pdf`. Without it readers see the fonts of their own machine.
    """
    try:
        from fontTools import subset
    except ModuleNotFoundError:
        return ""
    options = subset.Options(
        flavor="woff",
        hinting=False,
        layout_features=[],
        recalc_timestamp=False,
        notdef_outline=True,
    )
    buffer = BytesIO()
    with subset.load_font(FONT, options) as font:
        chosen = subset.Subsetter(options)
        chosen.populate(text=text)
        chosen.subset(font)
        subset.save_font(font, buffer, options)
    return f"data:font/woff;base64,{b64encode(buffer.getvalue()).decode()}"
