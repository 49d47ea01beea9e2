"""The sections of the report: each reads the story and gives its finding, figure and numbers."""
