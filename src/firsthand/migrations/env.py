"""Runs the steps over the connection that `base.schema` hands in."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

from firsthand import tables

assert tables


def _plain_types(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """A step names plain column types, so that later changes of our own types leave it alone."""
    if kind != "type" or not isinstance(item, TypeDecorator):
        return False
    return f"sa.{item.impl_instance!r}" if isinstance(item, TypeDecorator) else False


def _chosen(name: str | None, kind: str, _: object) -> bool:
    """A new step may be written for some tables only: `only` in the attributes."""
    return kind != "table" or "only" not in context.config.attributes or name in context.config.attributes["only"]


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_item=_plain_types,
    include_object=lambda item, name, kind, reflected, other: _chosen(name, kind, item),
    render_as_batch=False,
    transaction_per_migration=False,
)
context.run_migrations()
