"""What to say now and what was said; delivering it; what wakes opsplan up."""
