"""What a form asks, how it says it in each language, and what its answers add up to.

Owns the definitions (`catalogue/`), their wording (`i18n/forms/`), the conditions that open a
question, the rules that give a level, and the check of answers against a form version.
Knows nothing of storage, of people or of the web: answers come in, findings go out.
"""
