"""Typed reading of text columns: days, money, counts, years, places and names, each with what did not fit."""
