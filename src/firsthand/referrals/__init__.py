"""Owns what waits at the referral unit: each referral's clock, who holds it, how it was graded and what was decided.

Doesn't know how a submission was opened, nor whom a decision is told to.
"""
