"""Every other service, through the apprise library (extra `notify`)."""

import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from opsplan.remind.outcome import SENT, Outcome, OutMessage
from opsplan.values.channel import Channel
from opsplan.values.text import say

_MAY_BE_THERE = ("timed out", "connection aborted", "connection broken")
"""What requests says of a request that had left: apprise itself only tells yes or no."""


def notify(channel: Channel, message: OutMessage, deadline_seconds: float) -> Outcome:
    """Say `message` at the channel's apprise address; over within `deadline_seconds`."""
    try:
        import apprise
    except ImportError:
        what = say("this channel needs apprise: pip install 'opsplan[notify]'")
        return Outcome("failed", None, what)
    # No plugins and no config files of the user's: only what the address says.
    asset = apprise.AppriseAsset(plugin_paths=[], async_mode=False)
    service = apprise.Apprise(asset=asset)
    with _overheard("apprise", "urllib3") as heard, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what its plugins import is their affair
        if not service.add(channel.url.text if channel.url else ""):
            return Outcome("failed", None, say("this is no address that apprise knows"))
        answers: list[bool] = []

        def send() -> None:
            try:
                said = service.notify(body=message.text or message.title, title=message.title)
                answers.append(bool(said))
            except Exception:  # a plugin's own fault; a traceback would show the address
                answers.append(False)

        thread = threading.Thread(target=send, daemon=True)
        thread.start()
        thread.join(deadline_seconds)
    if thread.is_alive():
        return Outcome("unknown", None, say("no answer came in time"))
    if answers == [True]:
        return SENT
    if any(word in line for line in heard for word in _MAY_BE_THERE):
        return Outcome("unknown", None, say("the connection broke"))
    return Outcome("failed", 0.0, say("apprise could not send it"))


@contextmanager
def _overheard(*names: str) -> Iterator[list[str]]:
    """What these loggers say meanwhile, in lower case, and to nobody else: addresses are in it."""
    heard: list[str] = []

    class _Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage().lower())

    loggers = [logging.getLogger(name) for name in names]
    kept = [(logger.level, logger.propagate) for logger in loggers]
    ear = _Ear()
    for logger in loggers:
        logger.addHandler(ear)
        logger.setLevel(logging.DEBUG)
        logger.propagate = False
    try:
        yield heard
    finally:
        for logger, (level, propagate) in zip(loggers, kept, strict=True):
            logger.removeHandler(ear)
            logger.setLevel(level)
            logger.propagate = propagate
