"""What guests of a meeting say of its family, at the desk beside what the chair says."""

from support.meetings import Round
from support.unit import Unit, child, victim

SAFE = {"number": "07700 900111", "when": "her alone", "never": "after six"}


def shown(unit: Unit, meeting: Round, submission: str) -> str:
    return unit.reader.http.get(unit.path_of(meeting.chair, submission)).raise_for_status().text


def test_a_guest_hides_neither_a_safe_contact_nor_a_warning_whoever_arrives_first(unit: Unit) -> None:
    anna = victim(safe_contact=SAFE)
    meeting = Round(unit.service, people=[victim(id=anna["id"]), child()])
    guest = meeting.member()
    theirs = [victim(id=anna["id"], safe_contact={"number": "07700 900999"})]
    meeting.send(guest, 8, circumstances={"people": theirs})
    own = {"people": [anna], "worker_safety": {"warnings": ["dog"], "note": None}}
    sent = meeting.send(meeting.chair, 3, circumstances=own)
    meeting.reveal()
    unit.service.settled()
    page = shown(unit, meeting, sent)
    assert "Before anybody goes there:" in page
    card = page.split('id="people"')[1].split("Accounts differ:")[0]
    assert "07700 900111, her alone" in card and "after six" in card
    assert "07700 900999" not in card
    assert "“07700 900999”" in page
