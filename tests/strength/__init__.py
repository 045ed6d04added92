"""How much the whole holds: processes killed while people use it. See docs/operations.md, "Measuring"."""
