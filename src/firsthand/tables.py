"""Every table, imported so that the schema knows it."""

from firsthand.audit import tables as audit

__all__ = ["audit"]
