"""A mail server on this machine, which is slow for some recipients."""

from __future__ import annotations

import re
import socketserver
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from threading import Event, Thread

PATIENCE = 100  # seconds: a test that fails must not hang


class SlowServer(socketserver.ThreadingTCPServer):
    """Answers a recipient that it is slow for when it is released."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, slow_for: Collection[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.slow_for, self.released = slow_for, Event()
        self.asked: list[str] = []
        self.taken: list[str] = []

    @property
    def url(self) -> str:
        """What EMAIL_URL says of it."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Session(socketserver.StreamRequestHandler):
    server: SlowServer

    def handle(self) -> None:
        self._say("220 ready")
        recipients: list[str] = []
        for line in self.rfile:
            words = line.decode().strip()
            match words.split(maxsplit=1)[:1]:
                case ["RCPT" | "rcpt"]:
                    recipients.append(self._await(words))
                    self._say("250 ok")
                case ["DATA" | "data"]:
                    self._say("354 go on")
                    while self.rfile.readline() != b".\r\n":
                        pass
                    self.server.taken += recipients
                    self._say("250 taken")
                case ["QUIT" | "quit"]:
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _await(self, words: str) -> str:
        [address] = re.findall(r"<(.+)>", words)
        self.server.asked.append(address)
        if address in self.server.slow_for:
            self.server.released.wait(PATIENCE)
        return str(address)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server(*, slow_for: Collection[str] = ()) -> Iterator[SlowServer]:
    """A mail server while the block runs; whom it is slow for is let go at the end."""
    with SlowServer(slow_for) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            server.shutdown()
            thread.join()
