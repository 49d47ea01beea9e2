"""The dossier as a page, as a document, and as words: each part told by its own file of words."""
