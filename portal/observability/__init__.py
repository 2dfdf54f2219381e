"""Observability: logs, reports of errors, and the id by which a request is found."""
