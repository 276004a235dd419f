"""Every audited action and the sentence by which people read it (gettext messages)."""

from firsthand.base.wording import marked as _

ACTIONS = {
    "agency.added": _("added an agency"),
}
