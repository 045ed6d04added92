"""Exchange of reports with the Open311 endpoints of other bodies: sending, hearing back, and where they are set up."""
