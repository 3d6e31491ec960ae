"""`opsplan`, and `python -m opsplan`."""

import gc
import os
import sys

from opsplan.cli.rest import may_rest


def entry() -> None:
    """Run the command line of this process, and end it with the exit code."""
    # What a short command makes lives until it ends: looking for garbage takes a tenth of its time.
    gc.disable()
    if sys.argv[1:2] == ["remind"] and may_rest(sys.argv[1:], os.environ):
        return
    from opsplan.cli.main import main

    code = main()
    gc.freeze()  # nor is anything looked through once more on the way out
    sys.exit(code)


if __name__ == "__main__":
    entry()
