"""Owns who is who: agencies, practitioners and their roles, devices, sign-ins, invitations, throttling.

Knows nothing of what practitioners record, and nothing of HTTP: cookies and headers are the web's.
"""
