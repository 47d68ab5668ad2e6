"""Work that steps back for everybody who serves pages."""

import os
import threading
from contextlib import suppress

LOWEST_PRIORITY = 19


def step_back() -> None:
    """Give this thread the lowest priority.

    On Linux a priority belongs to a thread; elsewhere nothing is changed.
    """
    with suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWEST_PRIORITY)
