"""Time phrases: words to a Phrase and back, in Chinese and English. No YAML, no clock.

>>> from opsplan.phrase.reading import read
>>> from opsplan.phrase.wording import write
>>> write(read("每周三 10:00"), "en")
'every wed at 10:00'
"""
