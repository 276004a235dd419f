import re
from collections.abc import Callable
from pathlib import Path

from firsthand.forms.library import Library
from firsthand.forms.rules import evaluate

GUIDE = Path(__file__).parents[2] / "docs" / "forms.md"


def test_the_example_in_the_guide_is_a_form_that_loads(pack: Callable[[str, str], Path]) -> None:
    structure, wording = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    pack("catalogue/example/1/form.toml", structure)
    library = Library.load([pack("i18n/example/1/en.toml", wording)], {"many": 1})
    form = library.current("example")
    found = evaluate(form, {"watched": {"value": "yes"}}, {"incidents_in_12_months": 4})
    assert (found.level, found.prompts) == ("high", ("again",))
    said = library.wording(form).reason("many_yes")(None, **found.counts)
    assert said == "1 answers are yes; from 1 on it is high."
