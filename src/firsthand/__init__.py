"""Firsthand: what was seen and heard, recorded where it happened, in front of the people who can act."""
