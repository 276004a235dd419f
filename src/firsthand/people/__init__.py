"""Owns persons as each encounter describes them, the addresses named for them, and the links between them.

A person is never merged: each encounter has its own row, and a link says that two rows are one human being. Doesn't
know what happened at an encounter, nor what was answered there.
"""
