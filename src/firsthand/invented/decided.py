"""What a story decides of a form beforehand, so that its answers hang together; chance gives the rest."""

from datetime import date

from firsthand.base import clock
from firsthand.forms.definitions import Form
from firsthand.invented.families import Person
from firsthand.invented.stories import Story

Decided = dict[str, str]

_PLANNED = {"earshot": "alone", "not_my_fault": "done", "would_step_in": "no", "whom_told": "yes", "copy": "with_adult"}
_ASKED = ("afraid", "hurt", "controlled", "forced", "earlier", "still_reaches", "told_otherwise")


def decided(form: Form, story: Story, child: Person | None) -> Decided:
    """Values by question."""
    match form.id:
        case "routine_enquiry":
            return {"alone_together": "yes", "limits_told": "done", "safe_today": "yes"} | _disclosed(story)
        case "safety_plan":
            return _PLANNED
        case "signs_of_safety":
            return {"others_scores": "none"}
        case "child_concern":
            return {"urgency": "today", "safe_tonight": "yes", "carers_told": "yes"}
    return {"mode": mode(_age(child))} if child else {}


def _disclosed(story: Story) -> Decided:
    said = "no" if story.severity == "standard" else "yes"
    return dict.fromkeys(_ASKED, "no") | {"afraid": said, "controlled": said}


def mode(age: int | None) -> str:
    """How a child of this age in years communicates, as the child's record asks it; none: not yet born."""
    if age is None:
        return "unborn"
    return "pre_verbal" if age < 2 else "young" if age < 8 else "older"


def plans(child: Person) -> bool:
    """Old enough for a plan of its own."""
    return (_age(child) or 0) >= 4


def _age(child: Person) -> int | None:
    """In whole years; none for one who is not born yet."""
    born = child.get("date_of_birth")
    return (clock.now().date() - date.fromisoformat(born)).days // 365 if born else None
