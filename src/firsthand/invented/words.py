"""What invented people say and what invented practitioners write. Nobody said any of it."""

NOTES = {
    "account": (
        "They argued about money. The neighbour at number nine was asked to call.",
        "There was shouting in the kitchen, a plate was broken. Nobody else came in.",
        "It began in the car and went on at home. The youngest was asleep upstairs.",
        "A message was read over a shoulder, and the phone was thrown into the garden.",
    ),
    "injured_now_detail": ("A red mark on the left wrist.", "A cut lip, not bleeding any more.", "A sore shoulder."),
    "fear_why": ("Because of the look, and because the car came past again.", "It was never like this before."),
    "feared_detail": ("That it happens again tonight.", "That the children are not brought back."),
    "threats_to_kill_detail": ("Last week, by telephone. Nobody else heard it.", "In spring, and again this month."),
    "weapon_detail": ("A kitchen knife was on the table. It was not picked up.", "A belt, in March."),
    "separation_reaction": ("Came to the door four evenings in a row.", "Wrote to every relative."),
    "controlling_detail": ("Receipts have to be shown.", "The telephone is looked through every night."),
    "stalked_detail": ("Waits outside work, twice a week since summer.", "New accounts keep sending messages."),
    "children_hurt_detail": ("The older one stepped between them and was pushed.",),
    "more_often_detail": ("It was once a month, it is every weekend now.",),
    "worse_detail": ("Now it happens in front of the children.", "There was no hitting before."),
    "isolated_how": ("Relatives may not come any more.", "The door is locked during the day."),
    "money_detail": ("The rent was not paid for two months.",),
    "substances_or_mind_detail": ("Drinks from Friday on.", "Has not slept for days."),
    "wishes": ("Wants it to stop, and to stay here.", "Wants to talk to somebody alone."),
    "judgement_reason": ("What was said, with how it was said.", "The calls come closer together."),
    "carers": ("At this address. Every other weekend with the grandmother.", "With both, at this address."),
    "professionals": ("The school knows the family; the health visitor came in spring.",),
    "seen_when_where": ("In the living room, when we arrived.", "On the stairs, with a blanket."),
    "not_seen_why": ("With the grandmother tonight.", "Asleep; the door was left open, the breathing was calm."),
    "not_seen_next": ("The school, tomorrow morning.", "The health visitor, on Thursday."),
    "spoken_when_where": ("On the stairs, for a few minutes.", "In the kitchen, with the door closed."),
    "earshot_who": ("The grandmother, in the next room.", "The older sister."),
    "not_spoken_why": ("Did not want to talk. That was respected.", "Fell asleep again."),
    "not_spoken_next": ("The school, tomorrow.",),
    "demeanour_words": (
        "Held a toy car the whole time and looked at the door.",
        "Sat very still until the radio spoke.",
    ),
    "demeanour_change": ("Came closer once the hallway was quiet.",),
    "pre_verbal_detail": ("Turned away when the front door was heard.",),
    "pregnancy_care": ("Goes to each appointment, usually not alone.",),
    "pregnancy_plans": ("The midwife plans an appointment without company.",),
    "where": ("In bed, the wall is thin.", "In the same room.", "In the bath."),
    "experienced_detail": ("Heard it through the wall.", "Was carried out to the neighbour."),
    "injury": ("A small bruise on the shin. Said to be from football.",),
    "environment_words": ("Tidy. The handle of the kitchen door is broken.", "Boxes in the hall, no curtain."),
    "reactions": ("Went behind the sofa when a voice was raised.",),
    "comforted_by": ("The older sister.", "The dog."),
    "told_next": ("Told that the school will know, and why.",),
    "opinion": ("I think that this child listens for steps.",),
    "harm": ("Three calls this year; the children were at home at two of them.",),
    "danger": ("It comes closer together, and begins to be about the children.",),
    "complicating": ("No money for the rent; a new baby in spring.",),
    "strengths": ("Meals, bedtime and school are kept, whatever happens.", "The grandmother comes when she is called."),
    "safety": ("The children know which neighbour to go to, and went.",),
    "danger_statement": ("If the shouting goes on, the children may be hurt, or learn to be quiet about everything.",),
    "safety_goal": ("The children sleep through the night, and somebody from outside the family asks them how it is.",),
    "goals": ("A plan for the evenings on which things are fetched.",),
    "next_steps": ("The health visitor on Thursday; the school from tomorrow.",),
    "score_why": ("Much works; nobody outside has seen the evenings.", "The calls come closer together."),
    "one_up": ("Two weeks without a call, and the children say so too.",),
}
"""By question, what stands there now and then. A question that is not here stays blank unless it must be filled."""

REQUIRED = ("Said as far as it could be said tonight.", "To be asked again at the next visit.")

CHILDREN = {
    "en": (
        ("Tell me about tonight.", "It gets loud and I go under the table.", None),
        ("What happened then?", "I put the pillow on my ears. I counted to a hundred.", None),
        ("Tell me about being at home.", "I look after my brother. I make the cereal.", None),
        ("Tell me more about that.", "When the car comes you have to be finished with playing.", None),
        ("Describe a good day for me.", "When Nan is here nobody shouts.", None),
    ),
    "pl": (
        (
            "Opowiedz mi o dzisiejszym wieczorze.",
            "Robi się głośno i chowam się pod stołem.",
            "It gets loud and I hide under the table.",
        ),
        ("Co było potem?", "Zatkałam uszy i liczyłam do stu.", "I covered my ears and counted to a hundred."),
        (
            "Opowiedz mi, jak jest w domu.",
            "Robię bratu kanapki, bo nikt nie wstaje.",
            "I make my brother sandwiches, because nobody gets up.",
        ),
        (
            "Opowiedz mi o tym więcej.",
            "Jak słychać klucz, to trzeba być cicho.",
            "When you hear the key, you have to be quiet.",
        ),
    ),
}
"""Of a language: the question that was asked, the words, and their English where it is another language."""

INTERPRETER = "Invented interpreter 12"
