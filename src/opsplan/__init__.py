"""opsplan: playbooks for shop operators, expanded into dated checklists."""

__version__ = "0.1.0"
