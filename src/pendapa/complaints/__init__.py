"""Complaints, suggestions and questions: heard, forwarded, answered."""
