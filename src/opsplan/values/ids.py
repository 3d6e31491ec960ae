"""How ids are spelled."""

ID_PATTERN = r"[a-z][a-z0-9-]*"
REFERENCE_PATTERN = rf"{ID_PATTERN}(\.{ID_PATTERN})?"
"""A duty of a campaign or phase is named together with that."""
METRIC_ID_PATTERN = r"[a-z][a-z0-9_]*"
PLAYBOOK_ID_PATTERN = r"[a-z0-9][a-z0-9-]*"
"""Playbooks and shops may be named after a platform, such as 1688."""
