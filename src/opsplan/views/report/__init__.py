"""A report as a document of tables, and the document in each form."""

from opsplan.views.report.data import report_data
from opsplan.views.report.document import Document, document_of, title_of

__all__ = ["Document", "document_of", "report_data", "title_of"]
