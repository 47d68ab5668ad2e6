"""Whose a job is: names of workers, by which another process sees that one has died."""

import os
import socket


def worker_name(role: str) -> str:
    """The name under which this process takes jobs; `role` has no spaces."""
    return f"{role} {socket.gethostname()} {os.getpid()}"


def is_gone(worker: str) -> bool:
    """Whether a worker's process has ended; of one on another machine nobody here knows."""
    _, _, place = worker.partition(" ")
    host, _, number = place.rpartition(" ")
    if host != socket.gethostname() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:  # it is somebody else's
        return False
    return False
