"""Time phrases: words to a Phrase and back, in Chinese and English. No YAML, no clock.

>>> write(read("每周三 10:00"), "en")
'every wed at 10:00'
"""

from opsplan.phrase.reading import PhraseError, read, read_times
from opsplan.phrase.shared import Blocks, blocks_of
from opsplan.phrase.wording import write, write_clock

__all__ = [
    "Blocks",
    "PhraseError",
    "blocks_of",
    "read",
    "read_times",
    "write",
    "write_clock",
]
