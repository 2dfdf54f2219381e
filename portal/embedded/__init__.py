"""Embedded database: a Django backend that starts its own PostgreSQL on demand."""
