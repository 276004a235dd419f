"""Messages are text: nothing that reaches one becomes markup."""

import pytest

from firsthand.web.rendering import environment


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
