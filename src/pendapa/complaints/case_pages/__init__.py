"""How a report shows itself on the pages that every case has: to its person and at the desk."""
