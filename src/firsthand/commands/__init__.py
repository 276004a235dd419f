"""Owns what an operator does by hand, one module for each noun of the command line. Decides nothing."""
