"""What a score's scorer knew, and the encounters that it was made without."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scores",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("envelope", sa.Uuid(), nullable=False),
        sa.Column("submission", sa.Uuid(), nullable=False),
        sa.Column("encounter", sa.Uuid(), nullable=False),
        sa.Column("author", sa.Uuid(), nullable=False),
        sa.Column("knew", sa.JSON(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["encounter"], ["encounters.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("envelope"),
    )
    op.create_index("ix_scores_author", "scores", ["author"])
    op.create_index("ix_scores_encounter", "scores", ["encounter"])
    op.create_table(
        "missed_encounters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Uuid(), nullable=False),
        sa.Column("encounter", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["score"], ["scores.id"]),
        sa.ForeignKeyConstraint(["encounter"], ["encounters.id"]),
        sa.ForeignKeyConstraint(["answered_by"], ["scores.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("score", "encounter"),
    )
