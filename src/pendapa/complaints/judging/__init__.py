"""The person judges the answer: solved or not, and how good it was."""
