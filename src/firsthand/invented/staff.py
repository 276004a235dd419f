"""Who works in the invented partnership: at least one practitioner of each role."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Post:
    """`agency` is the name of one of AGENCIES."""

    role: str
    agency: str
    name: str
    email: str


AGENCIES = {
    "Invented Constabulary": "police",
    "Invented Referral Unit": "referral_unit",
    "Invented Maternity": "maternity",
    "Invented 0-19 Health": "health_0_19",
    "Invented School Health": "health_0_19",
    "Invented Children's Services": "social_care",
}

POSTS = (
    Post("practitioner", "Invented Constabulary", "PC Quill Example", "officer@firsthand.example"),
    Post("practitioner", "Invented Maternity", "Midwife Teal Example", "midwife@firsthand.example"),
    Post("practitioner", "Invented 0-19 Health", "Nurse Umber Example", "health.visitor@firsthand.example"),
    Post("practitioner", "Invented School Health", "School Nurse Plum Example", "school.nurse@firsthand.example"),
    Post(
        "practitioner", "Invented Children's Services", "Social Worker Coral Example", "social.worker@firsthand.example"
    ),
    Post("assessor", "Invented Referral Unit", "Ochre Example", "assessor@firsthand.example"),
    Post("assessor", "Invented Referral Unit", "Russet Example", "second.assessor@firsthand.example"),
    Post("supervisor", "Invented Referral Unit", "Sienna Example", "supervisor@firsthand.example"),
    Post("partner", "Invented Children's Services", "Indigo Example", "partner@firsthand.example"),
    Post("manager", "Invented Referral Unit", "Slate Example", "manager@firsthand.example"),
)
"""Who attends which encounter: incidents the first, enquiries the second, home visits the third."""
ATTENDS = {"incident": 0, "enquiry": 1, "home_visit": 2}
