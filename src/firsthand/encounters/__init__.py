"""Owns encounters and what the submissions of one encounter say together: where and when, who, which level and why.

Opens nothing by itself and decides nothing: a reading is what the service made of one opened submission.
"""
