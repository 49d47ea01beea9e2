"""Answers for people: the report, the brief, the workbook; and the words of all of them.

Nothing is loaded here: the words are needed where nothing is drawn.
"""
