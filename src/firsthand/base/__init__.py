"""Owns what every package needs: settings, time, ids, the key ring, the database, sealed columns, problems, wording.

Knows nothing of forms, people, referrals or the web.
"""
