"""The questions that Holdfast answers: one file each, named as the command that asks it."""
