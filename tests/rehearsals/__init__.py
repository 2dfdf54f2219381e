"""Rehearsals: what happens around the portal, done for real. Not part of the suite."""
