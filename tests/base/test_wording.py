"""Which way a language runs."""

import pytest

from firsthand.base.wording import direction


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en", "ltr"),
        ("pl", "ltr"),
        ("ar", "rtl"),
        ("ur-PK", "rtl"),
        ("prs", "rtl"),
        ("ckb", "rtl"),
        ("ku-Arab", "rtl"),
        ("az-Arab-IR", "rtl"),
        ("pa-Guru", "ltr"),
        ("ar-Latn", "ltr"),
    ],
)
def test_direction_comes_from_the_locale(locale: str, expected: str) -> None:
    assert direction(locale) == expected
