"""The append-only record of what people did."""

from opsplan.journal.database import JournalError
from opsplan.journal.ids import EntryIds, written_at
from opsplan.journal.store import Journal, open_journal

__all__ = ["EntryIds", "Journal", "JournalError", "open_journal", "written_at"]
