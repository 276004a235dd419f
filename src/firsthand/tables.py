"""Every table, imported so that the schema knows it."""

from firsthand.attachments import tables as attachments
from firsthand.audit import tables as audit
from firsthand.encounters import tables as encounters
from firsthand.identity import tables as identity
from firsthand.intake import tables as intake
from firsthand.languages import tables as languages
from firsthand.meetings import tables as meetings
from firsthand.people import tables as people
from firsthand.referrals import tables as referrals

__all__ = ["attachments", "audit", "encounters", "identity", "intake", "languages", "meetings", "people", "referrals"]
