"""Finding a sender's uploads that are on their way."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    coming = sa.text("whole_at IS NULL AND gone_at IS NULL")
    op.create_index(
        "uploads_coming", "uploads", ["device", "practitioner"], sqlite_where=coming, postgresql_where=coming
    )
