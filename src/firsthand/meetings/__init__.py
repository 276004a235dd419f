"""Owns scoring together: who may take part, what is held back, and when all see it. Opens no referral and grades none.

A score itself is a submission like any other; here is only that it was given, by whom, in which meeting.
"""
