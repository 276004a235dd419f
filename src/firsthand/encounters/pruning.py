"""Takes out of a JSON tree what does not fit, and leaves the rest."""

from typing import Any

Spot = tuple[int | str, ...]
"""The way from the root: member names and list places."""


def misfit(tree: Any, way: Spot) -> Spot:
    """The deepest thing there is on the way to an error."""
    there: list[int | str] = []
    for step in way:
        if not _holds(tree, step):
            break
        tree = tree[step]
        there.append(step)
    return tuple(there)


def without(tree: Any, spots: set[Spot], here: Spot = ()) -> Any:
    """A copy that lacks what is at these spots."""
    if isinstance(tree, dict):
        kept = {name: value for name, value in tree.items() if (*here, name) not in spots}
        return {name: without(value, spots, (*here, name)) for name, value in kept.items()}
    if isinstance(tree, list):
        items = [(place, item) for place, item in enumerate(tree) if (*here, place) not in spots]
        return [without(item, spots, (*here, place)) for place, item in items]
    return tree


def _holds(tree: Any, step: int | str) -> bool:
    if isinstance(tree, list):
        return isinstance(step, int) and step < len(tree)
    return isinstance(tree, dict) and step in tree
