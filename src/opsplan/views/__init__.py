"""Checklists and lists as Rich screens, text and JSON. A view opens no file and asks no clock."""
