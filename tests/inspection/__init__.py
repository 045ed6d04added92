"""Inspections of every page: each is one command that prints a table, and a test.

`python -m tests.inspection axe | narrow | language | weight | queries`
"""
