"""Codes of reasons, prompts and flags as sentences: from the wording of the form that gave them, or our own."""

from collections.abc import Mapping

from firsthand.base.wording import direction
from firsthand.base.wording import marked as _
from firsthand.encounters.rules import FLAGS, NO_ASSESSMENT
from firsthand.forms.library import Library, UnknownForm
from firsthand.intake import rules as intake
from firsthand.meetings import rules as meetings
from firsthand.referrals import rules as referrals

LEVELS = {
    "high": _("High"),
    "not_established": _("Not established"),
    "not_verified": _("Not verified"),
    "unreadable": _("Not readable"),
    "medium": _("Medium"),
    "standard": _("Standard"),
}
KINDS = {
    "incident": _("Incident attended"),
    "enquiry": _("Routine enquiry"),
    "home_visit": _("Home visit"),
    "meeting": _("Meeting"),
    "other": _("Other encounter"),
}
WARNINGS = {
    "weapon": _("weapon"),
    "dog": _("dog"),
    "threat_to_staff": _("threat to staff"),
    "two_workers": _("go in twos"),
    "other": _("other"),
}
FIELDS = {
    "role": _("role"),
    "given_name": _("first name"),
    "family_name": _("family name"),
    "date_of_birth": _("date of birth"),
    "due_date": _("due date"),
    "nhs_number": _("NHS number"),
    "phones": _("telephone"),
    "addresses": _("address"),
    "safe_contact": _("safe contact"),
    "gp": _("GP"),
    "school": _("school or nursery"),
}
_OWN = {
    NO_ASSESSMENT: _("No risk assessment has arrived for this encounter."),
    "level_raised": _("Something new raised the level after it was graded. Grade it again."),
    "lowering_proposed": _("A lower level is proposed and waits for a second person."),
    "new_information": _("Something new has arrived since it was graded."),
}


class Reasons:
    """`said` answers English of the form, or a gettext message: templates pass it through `_`."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def said(self, code: str, counts: Mapping[str, int] | None = None) -> str:
        """`code` is a flag, or `form/version/code`."""
        if code.count("/") == 2:
            name, version, of_form = code.split("/")
            return self._of_form(name, version, of_form, counts or {})
        known = (_OWN, FLAGS, intake.FLAGS, meetings.FLAGS)
        return next((words[code] for words in known if code in words), code)

    def _of_form(self, name: str, version: str, code: str, counts: Mapping[str, int]) -> str:
        try:
            wording = self._library.wording(self._library.form(name, version))
        except UnknownForm:
            return code
        phrase = wording.reason(code) if wording.has("reason", code) else wording.prompt(code)
        try:
            return phrase(None, **counts)
        except KeyError:
            return code

    def level(self, code: str) -> str:
        return LEVELS.get(code, code)

    def stage(self, code: str) -> str:
        return referrals.STAGES.get(code, code)

    def answer(self, code: str) -> str:
        """One of the six answers, in English."""
        form = self._library.offered()[0]
        return str(self._library.wording(form).answer(code))

    def field(self, code: str) -> str:
        """What of a person was described."""
        return FIELDS.get(code, code)

    def direction(self, locale: str | None) -> str:
        """Of the words of a language; by the language, never by the words."""
        return direction(locale or "en")

    def kind(self, code: str | None) -> str:
        return KINDS.get(code or "", _("kind not known"))
