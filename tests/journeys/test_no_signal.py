"""A DASH filled with no signal reaches the queue, once."""

import re

from playwright.sync_api import expect

from journeys.phone import Phone


def test_a_dash_filled_offline_is_in_the_queue_once_the_network_is_back(phone: Phone) -> None:
    phone.offline()
    phone.start_incident("Kuba")
    phone.open_form("DASH")
    phone.answer("injured_now", "yes")
    phone.answer("strangled", "yes")
    phone.write("account", "Tajne słowa próby: lampa i próg")
    phone.answer("judgement", "high")
    phone.write("judgement_reason", "Invented: she looked at the door all the time.")
    phone.submit()
    expect(phone.page.get_by_role("heading", name=re.compile("Submitted"))).to_be_visible()
    phone.online()
    reference = phone.wait_for_reference()
    assert phone.server.arrived() == [reference]
    assert phone.errors == []
