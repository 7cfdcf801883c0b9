"""Ports for programs that a test starts."""

import os, socket

# Under those that the system gives to whoever names none, so that no connection and no other server takes one between
# the moment it is chosen and the moment the program listens.
FIRST, COUNT = 10_000, 20_000
_next = os.getpid() % COUNT


def free_port():
    """A port that nobody uses, and never the same one twice."""
    global _next
    for _ in range(COUNT):
        port, _next = FIRST + _next, (_next + 1) % COUNT
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise RuntimeError("loopback has no free port")
