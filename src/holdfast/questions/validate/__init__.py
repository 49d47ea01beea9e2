"""The dossier: ten reasons to believe the simulation, or not to, from commands that stay."""
