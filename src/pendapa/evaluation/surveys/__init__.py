"""The pages of surveys: at the desk, at the counter, for everybody; and the official report."""
