"""Nobody looks a submission up by its reference: the desk does by that of its referral.

A random key touches another page with each submission. The program before this one does without the index too.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_submissions_reference", "submissions")
