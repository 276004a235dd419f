"""Owns what belongs to a submission and is too large for its envelope: uploads, their parts, what is held whole.

Doesn't know how bytes come over HTTP, who works at the desk, or what a drawing or a sound says.
"""
