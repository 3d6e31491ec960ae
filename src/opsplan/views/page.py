"""What our HTML pages have in common: nothing in them is loaded from elsewhere, no script runs."""

from collections.abc import Iterable
from html import escape

from opsplan.values.text import Language

_LANGUAGES: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:"


def html_page(
    title: str, style: str, body: Iterable[str], language: Language, font: str, *, kind: str = ""
) -> str:
    """A whole file of the lines of its body. `font` is a `data:` address of the shipped font or
    nothing, `kind` the class by which the style tells pages apart."""
    lines = [
        "<!doctype html>",
        f'<html lang="{_LANGUAGES[language]}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="generator" content="opsplan">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{escape(title)}</title>",
        f"<style>\n{_font_face(font)}{style}</style>",
        "</head>",
        f'<body class="{kind}">' if kind else "<body>",
        *body,
        "</body>",
        "</html>",
    ]
    return "".join(f"{line}\n" for line in lines)


def _font_face(font: str) -> str:
    if not font:
        return ""
    return f'@font-face {{ font-family: "Opsplan Sans SC"; src: url({font}); }}\n'
