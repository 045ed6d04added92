"""Against floods of reports, without shutting anybody out: counts, a trap for machines, a puzzle for their time."""
