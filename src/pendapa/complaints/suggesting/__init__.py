"""Suggests unit and topic of a complaint from what the body answered before."""
