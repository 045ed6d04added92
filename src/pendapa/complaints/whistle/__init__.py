"""The mailbox for reports of gratification and abuse: two-way, anonymous, readable by one named unit alone."""
