"""Replicas (REPLICA_URL): PostgreSQL's own copies, from which people are shown pages.

A request reads from one server from its beginning to its end (routing.py, reading.py).
A replica answers who has written only when it has what they wrote, and nobody when it
is more than some seconds behind (positions.py). Without REPLICA_URL nothing of this is
loaded.
"""
