"""Help from partners: what was promised, and what of it arrives when."""
