"""The application in a serving process of several."""

import multiprocessing
import os
import threading

from starlette.applications import Starlette

from coolpapers.web.app import app_from_environment


def app() -> Starlette:
    """The application; its process ends when the server that started it is gone."""
    threading.Thread(target=_watch, name="tied", daemon=True).start()
    return app_from_environment()


def _watch() -> None:
    if server := multiprocessing.parent_process():
        server.join()
        os._exit(0)
