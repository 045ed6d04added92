"""One file per command; each has `HELP`, `add_arguments(parser)` where it takes any, and `run(options) -> int`."""
