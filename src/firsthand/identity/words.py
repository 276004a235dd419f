"""What pages call roles, states, kinds of agencies and notices (gettext messages)."""

from firsthand.base.wording import marked as _
from firsthand.identity.rules import Role, Status

ROLE_NAMES = {
    Role.PRACTITIONER: _("Practitioner"),
    Role.ASSESSOR: _("Referral unit assessor"),
    Role.SUPERVISOR: _("Referral unit supervisor"),
    Role.PARTNER: _("Partner team"),
    Role.MANAGER: _("Service manager"),
}
ROLE_HINTS = {
    Role.PRACTITIONER: _("Records encounters on a phone and reads their own submissions"),
    Role.ASSESSOR: _("Grades and decides what is in the referral queue"),
    Role.SUPERVISOR: _("Does what an assessor does, and watches over the queue"),
    Role.PARTNER: _("Reads what is shared with their agency and answers it"),
    Role.MANAGER: _("Looks after people, agencies and devices, and reads the audit log"),
}
STATUS_NAMES = {
    Status.INVITED: _("Waiting for their code to be used"),
    Status.ACTIVE: _("Active"),
    Status.DEACTIVATED: _("Deactivated"),
}
AGENCY_KINDS = {
    "police": _("Police"),
    "referral_unit": _("Referral unit"),
    "social_care": _("Children's social care"),
    "health_0_19": _("Health visiting and school nursing"),
    "maternity": _("Maternity"),
    "gp": _("General practice"),
    "school": _("School or nursery"),
    "marac": _("MARAC team"),
    "idva": _("Domestic abuse service (IDVA)"),
    "probation": _("Probation"),
    "housing": _("Housing"),
    "other": _("Other"),
}
NOTICES = {
    "deactivated": _("A manager deactivated your account."),
    "device_enrolled": _("A device was enrolled in your name. If that was not you, tell your manager now."),
    "device_revoked": _("One of your devices was revoked. It can send what was waiting on it, and nothing more."),
    "passphrase_changed": _("Your passphrase was changed. If that was not you, tell your manager now."),
    "reactivated": _("A manager reactivated your account."),
    "reset": _("A manager reset your passphrase and signed you out everywhere."),
    "recovery_shown": _("A manager was shown the recovery codes of your devices after checking who you are."),
    "role_changed": _("A manager changed your role."),
    "work_missing": _(
        "Work that was on one of your devices can't be found there any more. Write down now what you remember, with "
        "times and exact words, and telephone the referral unit."
    ),
    "work_elsewhere": _(
        "Work waits on another device of yours. Open the app there with a connection, so that it is sent. If you "
        "cleared that browser or lost that device, write down now what you remember, and telephone the referral unit."
    ),
}
