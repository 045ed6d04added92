"""The functions of our FEEL, by name: a fixed list, so that a process can do nothing else."""

FUNCTION_NAMES = frozenset(
    {
        "abs",
        "ceiling",
        "contains",
        "count",
        "date",
        "date and time",
        "duration",
        "ends with",
        "floor",
        "is defined",
        "list contains",
        "lower case",
        "max",
        "mean",
        "min",
        "not",
        "starts with",
        "string length",
        "sum",
        "time",
        "upper case",
    }
)
