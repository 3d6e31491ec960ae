"""The command line: the only place that asks the clock, reads the environment, prints and exits."""
