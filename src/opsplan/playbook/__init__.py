"""From YAML text to a validated Playbook or Config, or to everything that is wrong with it.

Nothing is imported here: pydantic takes its time, and a compiled plan does without it.
"""
