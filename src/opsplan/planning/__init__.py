"""The one expansion of a shop's playbooks, and its joining with the journal. Pure throughout."""
