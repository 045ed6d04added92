"""The pages of notices, and what the gateway calls."""
