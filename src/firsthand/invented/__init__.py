"""Owns the invented partnership of `firsthand run`: agencies, practitioners and families that exist nowhere.

Everything goes in through the same doors that a phone uses: sign-in, enrolment, the seal, `POST /submissions`.
"""
