"""How many working days each step may take, as data with its source."""
