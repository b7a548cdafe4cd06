"""Hostile and odd returns, crafted from a filled sheet: `python -m tests.hostiles [DOSSIER]`."""
