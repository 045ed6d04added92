"""What is typed in oversight, by subject."""
