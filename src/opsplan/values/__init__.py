"""Frozen values that every other folder passes around; nothing here reads a file or a clock."""
