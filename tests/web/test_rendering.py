"""Messages are text, and times are told where and in which language they are read."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.base import clock
from firsthand.web.rendering import dated, environment, local_time

NIGHT = datetime(2026, 7, 3, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ _(said) }}", "&lt;b&gt; 5 % &#34;x&#34;"),
        ('{{ _("Late: %(n)s", n=said) }}', "Late: &lt;b&gt; 5 % &#34;x&#34;"),
        ('{{ ngettext("%(num)s day", "%(num)s days", 2) }}', "2 days"),
        ('{{ _("at 200 %% of %(n)s", n=2) }} {{ _("at 200 %%") }}', "at 200 % of 2 at 200 %"),
        ('{{ _("The child’s words & more") }}', "The child’s words &amp; more"),
    ],
)
def test_what_is_said_stays_text(template: str, shown: str):
    assert environment("en").from_string(template).render(said='<b> 5 % "x"') == shown


@pytest.mark.parametrize(("locale", "told"), [("en", "4 Jul 2026 00:30"), ("pl", "4 lip 2026 00:30")])
def test_a_time_has_its_date_in_the_zone_and_the_language_of_its_reader(locale: str, told: str):
    assert dated(NIGHT, "Europe/London", locale) == told


def test_a_time_of_today_needs_no_date():
    with clock.at(NIGHT):
        assert local_time(NIGHT, "Europe/London") == "00:30"
        assert local_time(NIGHT - timedelta(hours=1), "Europe/London") == "3 Jul 2026 23:30"
