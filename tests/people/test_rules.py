"""What counts as the same name, number, date and address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.people import rules
from firsthand.people.rules import Address, Description


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Świątek-Łoś", "swiatek los"),
        ("ŁUCJA", "lucja"),
        ("Żółć", "zolc"),
        ("O'Neill", "ONeill"),
        ("O’Neill", "oneill"),
        ("  Anna   Maria ", "anna maria"),
        ("Jürgen Groß", "jurgen gross"),
        ("S\u0301wia\u0328tek", "Świątek"),
        ("Ștefan", "Stefan"),
        ("Đorđe", "dorde"),
    ],
)
def test_spellings_of_one_name_are_alike(one: str, other: str) -> None:
    assert rules.folded(one) == rules.folded(other)


@given(st.text(max_size=40))
def test_folding_again_changes_nothing(words: str) -> None:
    assert rules.folded(rules.folded(words)) == rules.folded(words)


@pytest.mark.parametrize("written", ["999 000 0018", "9990000018", "999-000-0018"])
def test_an_nhs_number_is_known_however_it_is_written(written: str) -> None:
    assert rules.nhs_number(written) == "9990000018"


@pytest.mark.parametrize("written", ["9990000019", "999000001", "", "unknown", "99900000188"])
def test_an_nhs_number_with_a_wrong_check_digit_matches_nobody(written: str) -> None:
    assert rules.nhs_number(written) is None


@pytest.mark.parametrize("born", ["2016", "2016-05", ""])
def test_a_partial_birth_date_matches_nobody(born: str) -> None:
    assert rules.name_born(Description("child", "Ola", "Nowak", born)) is None


@pytest.mark.parametrize("given_name", ["", "Unknown", "Baby", "n/k"])
def test_a_stand_in_for_a_name_matches_nobody(given_name: str) -> None:
    assert rules.name_born(Description("child", given_name, "Nowak", "2016-05-09")) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Address(("12 Invented Rd", "Boston"), "ZZ99 3WZ"), Address(("12, Invented Road",), "zz993wz")),
        (Address(("Apt 3", "1 Long Ave"), "ZZ99 3CZ"), Address(("Flat 3",), "ZZ993CZ")),
        (Address(("", "No 4 Mill Ln"), "ZZ99 3VZ"), Address(("4 Mill Lane",), "ZZ99 3VZ")),
    ],
)
def test_an_address_is_its_first_line_and_postcode(one: Address, other: Address) -> None:
    assert rules.address_key(one) == rules.address_key(other) is not None


@pytest.mark.parametrize(
    "address", [Address(("12 Invented Rd",), ""), Address((), "ZZ99 3WZ"), Address(("x",), "12345")]
)
def test_half_an_address_matches_none(address: Address) -> None:
    assert rules.address_key(address) is None
