"""Meetings: who takes part, and which submissions are scores of theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("encounter", sa.Uuid(), nullable=False),
        sa.Column("chair", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.Uuid(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("circumstances", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chair_abstains", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["chair"], ["practitioners.id"]),
        sa.ForeignKeyConstraint(["agency"], ["agencies.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_hash"),
    )
    op.create_index("ix_meetings_chair", "meetings", ["chair"])
    op.create_index("ix_meetings_encounter", "meetings", ["encounter"])
    op.create_table(
        "meeting_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting", sa.Uuid(), nullable=False),
        sa.Column("practitioner", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.Uuid(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"]),
        sa.ForeignKeyConstraint(["practitioner"], ["practitioners.id"]),
        sa.ForeignKeyConstraint(["agency"], ["agencies.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting", "practitioner"),
    )
    op.create_index("ix_meeting_members_practitioner", "meeting_members", ["practitioner"])
    op.create_table(
        "meeting_scores",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting", sa.Uuid(), nullable=False),
        sa.Column("practitioner", sa.Uuid(), nullable=False),
        sa.Column("envelope", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"]),
        sa.ForeignKeyConstraint(["practitioner"], ["practitioners.id"]),
        sa.ForeignKeyConstraint(["envelope"], ["submissions.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("envelope"),
    )
    op.create_index("ix_meeting_scores_meeting", "meeting_scores", ["meeting"])
