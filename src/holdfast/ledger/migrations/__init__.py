"""Migrations of the schema of a ledger, run by alembic."""
