"""`python -m opsplan`."""

from opsplan.cli.main import entry

entry()
