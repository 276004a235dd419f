"""Owns which wording of the forms is offered: what nobody has reviewed waits until a manager turns its language on.

The wording itself, and whether it was reviewed, belongs to `forms`; the language of the interface to the settings.
"""
