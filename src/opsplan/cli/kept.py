"""The files in the home's `cache/`: whole or not there, for their owner alone, with a checksum.

Any of them may be deleted at any time. One that is damaged, that is no ordinary file, or that
others could have written is as good as none. Loaded by every run, so it loads next to nothing.
"""

import os
import stat
import zlib

_CHECKSUM = 8
"""The bytes that a checksum takes."""
_BINARY = getattr(os, "O_BINARY", 0)
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
"""Else the opening of a pipe waits for somebody who writes into it."""


def read_kept(path: str) -> bytes | None:
    """What is kept at `path`; None where that is not to be trusted, or where there is nothing."""
    try:
        descriptor = os.open(path, os.O_RDONLY | _AT_ONCE | _BINARY)
    except OSError:
        return None
    try:
        found = os.fstat(descriptor)
        if not (stat.S_ISREG(found.st_mode) and _is_ours(found)):
            return None
        with open(descriptor, "rb", closefd=False) as stream:
            checksum, body = stream.read(_CHECKSUM), stream.read()
        return body if checksum == _checksum(body) else None
    except OSError:
        return None
    finally:
        os.close(descriptor)


def write_kept(path: str, body: bytes) -> None:
    """Keep `body` at `path`; OSError where that cannot be, which leaves nothing behind."""
    folder, name = os.path.split(path)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    made = os.path.join(folder, f".{name}.{os.urandom(4).hex()}")
    descriptor = os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, 0o600)
    try:
        with open(descriptor, "wb") as stream:
            stream.write(_checksum(body) + body)
        os.replace(made, path)
    except BaseException:
        os.unlink(made)
        raise


def _is_ours(found: os.stat_result) -> bool:
    """Whether nobody but us could have written it, or read it."""
    return os.name == "nt" or (found.st_uid == os.geteuid() and not found.st_mode & 0o077)


def _checksum(body: bytes) -> bytes:
    return b"%08x" % zlib.crc32(body)
