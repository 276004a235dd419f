"""Owns pages and the API: parses a request, calls a verb, renders its answer. Decides nothing about the practice."""
