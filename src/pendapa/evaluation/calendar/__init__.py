"""What is evaluated when: instruments, what falls due, reminders, evidence from the record, the report of a year."""
