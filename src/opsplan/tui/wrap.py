"""Text in lines of so many cells: Chinese breaks between any two characters, other words stay
whole where they fit, and no line begins with a closing mark."""

from rich.cells import cell_len

_NEVER_FIRST = "，。、；：？！）】》”’…,.;:?!)]}%"


def wrapped(text: str, width: int, indent: int = 0) -> list[str]:
    """`text` in lines of at most `width` cells; all but the first begin with `indent` blanks."""
    lines = [""]
    for piece in _pieces(text):
        room = width - (indent if len(lines) > 1 else 0)
        if cell_len(lines[-1]) + cell_len(piece.rstrip()) <= room:
            lines[-1] += piece
        elif piece[0] in _NEVER_FIRST and len(lines[-1].rstrip()) > 1:
            last = lines[-1].rstrip()
            lines[-1] = last[:-1]
            lines.append(last[-1] + piece)
        else:
            parts = _folded(piece, width - indent)
            lines = parts if lines == [""] else [*lines, *parts]
    return [" " * (indent if number else 0) + line.rstrip() for number, line in enumerate(lines)]


def _pieces(text: str) -> list[str]:
    """What may stand on a line of its own: a wide character, or a word with the blanks after it."""
    pieces: list[str] = []
    joins = False
    for character in text:
        is_wide = cell_len(character) > 1
        if joins and not is_wide:
            pieces[-1] += character
        else:
            pieces.append(character)
        joins = not is_wide and character != " "
    return pieces


def _folded(word: str, width: int) -> list[str]:
    """A word that is too long for a line, in as many as it needs."""
    lines = [""]
    for character in word:
        if cell_len(lines[-1] + character.strip()) > width and lines[-1]:
            lines.append("")
        lines[-1] += character
    return lines
