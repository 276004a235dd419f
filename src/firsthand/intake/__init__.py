"""Owns what arrives from devices: envelopes as they came, their seals and signatures, references and receipts.

Doesn't know what an answer means, what becomes a referral, or who may read one.
"""
