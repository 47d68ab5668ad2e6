"""What `serve` runs beside it: such a process knows when the server is gone, and goes too."""

import os
import threading
import time

GRACE_S = 3.0
_STDIN = 0


def tied(grace_s: float = GRACE_S) -> threading.Event:
    """An event that is set when standard input ends, as it does when the server ends or dies.

    A process that is still busy after the grace is ended wherever it is: like kill -9, that costs
    some work and loses nothing.
    """
    over = threading.Event()

    def watch() -> None:
        while os.read(_STDIN, 4096):
            pass
        over.set()
        time.sleep(grace_s)
        os._exit(0)

    threading.Thread(target=watch, name="tied", daemon=True).start()
    return over
