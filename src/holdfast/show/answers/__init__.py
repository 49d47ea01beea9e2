"""One page an answer: its sentence, its figures, its table, what it stands on, its command.

Each question has a module of its own here whose `page` makes the parts of its page; it is entered
in `kinds`.
"""
