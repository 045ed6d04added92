"""The work of the office on a report: which steps there are, what each asks, what it does."""
