"""`python -m tests.rehearsals.cluster`: two portals, a primary, a replica; kill each.

PostgreSQL's own streaming replication, two hosts of the portal that read from the
replica, and nginx before them, on this machine. Readers read, writers post and look at
what they posted. A host, the replica and the primary are killed in turn, and the
replica is promoted. Where there is a Valkey or Redis, attempts are counted there, and
it is killed, too. Prints for each phase what was answered and how fast; in the end
what was acknowledged and lost, and how often somebody did not see what they wrote: its
status is 1 if either was. Needs nginx; PGBIN chooses the version of PostgreSQL.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import psutil

from tests.processes import wait_for
from tests.rehearsals.load import COUNT, WANTED, Load, p99
from tests.rehearsals.people import MAKE, Person, Site, find_line
from tests.rehearsals.postgres import HOST, SUPERUSER, Server, kill_all
from tests.rehearsals.serving import NO_LIMITS, Portal, find_port
from tests.rehearsals.valkey import CacheServer, find_program

DATABASE: Final = "portal"
# One host is asked after the other while one is away; nothing is posted twice.
NGINX: Final = """
user root; daemon off; worker_processes 1; pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{}}
http {{
  access_log off;
  upstream portal {{ {servers} }}
  server {{
    listen {host}:{port};
    location / {{
      proxy_pass http://portal;
      proxy_set_header Host $http_host;
      proxy_next_upstream error timeout;
      proxy_connect_timeout 2s;
      proxy_read_timeout 40s;
    }}
  }}
}}
"""
CAUGHT_UP: Final = """
SELECT count(*) FROM pg_stat_replication
WHERE state = 'streaming' AND replay_lsn >= pg_current_wal_flush_lsn() - 100000
"""


class Cluster:
    """What a site of several machines has, here on one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.primary = Server(folder / "primary")
        self.replica = Server(folder / "replica")
        program = find_program()
        self.cache = CacheServer(program, folder) if program else None
        self.hosts = [self._make_host(number) for number in (1, 2)]
        self.port = find_port()

    def _make_host(self, number: int) -> Portal:
        folder = self.folder / f"host{number}"
        folder.mkdir()
        ports = f"{self.primary.port},{self.replica.port}"
        writes = f"host={HOST},{HOST}&port={ports}&target_session_attrs=read-write"
        replica = f"{HOST}:{self.replica.port}"
        given = {
            **{name: value for name, value in os.environ.items() if name != "PGBIN"},
            **NO_LIMITS,
            "PORTAL_VAR_DIR": str(folder),
            "SECRET_KEY": "the same on all hosts of a rehearsal, and only there",
            # Whichever of the two is the primary.
            "DATABASE_URL": f"postgresql://{SUPERUSER}@/{DATABASE}?{writes}",
            "REPLICA_URL": f"postgresql://{SUPERUSER}@{replica}/{DATABASE}",
            "CACHE_URL": self.cache.address if self.cache else "",
        }
        return Portal(folder, find_port(), given)

    def start(self) -> None:
        self.primary.initialise()
        self.primary.start()
        self.primary.sql(f"CREATE DATABASE {DATABASE}")
        self.replica.copy(self.primary)
        self.replica.start()
        self.await_replica()
        if self.cache:
            self.cache.start()
        for host in self.hosts:
            host.start()

    def await_replica(self) -> None:
        """Wait until the replica has what the primary has."""
        wait_for("the replica", lambda: self.primary.sql(CAUGHT_UP) == [(1,)])

    @contextmanager
    def nginx(self) -> Iterator[None]:
        servers = " ".join(f"server {HOST}:{host.port};" for host in self.hosts)
        configuration = self.folder / "nginx.conf"
        configuration.write_text(
            NGINX.format(folder=self.folder, servers=servers, host=HOST, port=self.port)
        )
        process = subprocess.Popen(["nginx", "-c", str(configuration)])  # noqa: S603, S607
        site = Site(self.port)
        try:
            wait_for("nginx", lambda: site.ask("GET", "/en/help/")[0] == 200)
            yield
        finally:
            process.terminate()
            process.wait()

    def stop(self) -> None:
        for host in self.hosts:
            if host.process is not None:
                kill_all(psutil.Process(host.pid))
                host.end()
        if self.cache:
            self.cache.kill()
        self.replica.kill()
        self.primary.kill()


@dataclass
class Watched(Load):
    """Readers and writers who look at what they posted; told phase by phase."""

    unseen: list[str] = field(default_factory=list)
    looked: int = 0

    def look(self, person: Person, words: str, place: str) -> None:
        """See one's own comment, by its address, on whichever host."""
        outcome, text = person.read(place)
        if outcome == 302:
            outcome, text = person.read(text)
        with self.lock:
            self.answers[f"looked: {outcome}"] += 1
            # Whoever gets no page is told so.
            if outcome in (200, 302, 403, 404, 410):
                self.looked += 1
                if words not in text:
                    self.unseen.append(f"{words}: {outcome} {place}")

    def phase(self, name: str, seconds: float, action: Callable[[], None]) -> None:
        """Do something, go on for a while, and print what was answered."""
        with self.lock:
            answers, first = Counter(self.answers), len(self.times)
        began = time.monotonic()
        action()
        took = time.monotonic() - began
        time.sleep(seconds)
        with self.lock:
            said = self.answers - answers
            times = self.times[first:] or [0.0, 0.0]
        bad = {each: count for each, count in said.items() if not _is_well(each)}
        sys.stdout.write(
            f"{name} (took {took:.1f} s): {said.total()} answers, 99th percentile"
            f" {p99(times) * 1000:.0f} ms, slowest {max(times):.1f} s;"
            f" {said['posted: 302']} posted; not answered: {bad or 'none'}\n"
        )
        sys.stdout.flush()


def _is_well(said: str) -> bool:
    return bool(WANTED.fullmatch(said)) or said == "looked: 200"


def main(arguments: list[str]) -> int:
    """Rehearse and print; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=10, help="of each phase")
    asked = parser.parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        cluster = Cluster(folder)
        stack.callback(cluster.stop)
        cluster.start()
        stack.enter_context(cluster.nginx())
        site, shell = Site(cluster.port), cluster.hosts[0].run
        people = [
            Person(
                site, find_line(shell(MAKE.format(name=f"writer{number}")), "COOKIE")
            )
            for number in range(asked.writers)
        ]
        load = Watched(site, people, asked.readers, pause=0.1)
        with load.running():
            _rehearse(cluster, load, asked.seconds)
        stored = int(find_line(shell(COUNT), "COUNT"))
    lines = [f"did not see what they wrote: {len(load.unseen)} of {load.looked} times"]
    sys.stdout.write("\n".join([load.tell(stored), *lines, *load.unseen, ""]))
    return 1 if load.unseen or stored < load.acknowledged else 0


def _rehearse(cluster: Cluster, load: Watched, seconds: float) -> None:
    """Kill each in turn; what waits for a standby that is gone, waits for people."""
    host, primary, replica = cluster.hosts[0], cluster.primary, cluster.replica
    phase = partial(load.phase, seconds=seconds)
    phase("no standby is waited for", action=lambda: None)
    phase("commits wait for the standby", action=lambda: primary.wait_for("*"))
    phase("a host is killed", action=lambda: kill_all(psutil.Process(host.pid)))
    phase("it is back", action=host.start)
    if cluster.cache:
        phase("the cache is killed", action=cluster.cache.kill)
        phase("the cache is back", action=cluster.cache.start)
    else:
        sys.stdout.write("Attempts are counted in PostgreSQL: there is no Valkey.\n")
    phase("the replica is killed", action=replica.kill)
    phase("no standby is waited for", action=lambda: primary.wait_for(""))
    phase("the replica is back", action=replica.start)
    cluster.await_replica()
    phase("commits wait for it again", action=lambda: primary.wait_for("*"))
    phase("the primary is killed", action=primary.kill)
    phase("the replica is promoted", action=replica.promote)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
