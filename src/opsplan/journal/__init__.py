"""The append-only record of what people did."""

from opsplan.journal.database import JournalError
from opsplan.journal.ids import EntryIds
from opsplan.journal.store import Journal, open_journal

__all__ = ["EntryIds", "Journal", "JournalError", "open_journal"]
