"""The routes of the site as one: a request is compared with the few that begin like its address."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

METHODS = ("GET", "HEAD", "POST")
Refuse = Callable[[Scope, Receive, Send, HTTPException], Awaitable[None]]


class Table(BaseRoute):
    """Routes of which the first that fits answers.

    The scope's `route` becomes that route: requests are counted by it. An address that is only
    answered to other methods is refused here.
    """

    def __init__(self, routes: Sequence[Route], refuse: Refuse) -> None:
        self._refuse = refuse
        self._by_head: dict[str, list[Route]] = {}
        for route in routes:
            for head in _heads(route):
                self._by_head.setdefault(head, []).append(route)
        # What needs no parameters is found by one look.
        self._whole: dict[tuple[str, str], Scope] = {}
        for path in [route.path for route in routes if not route.param_convertors]:
            for method in METHODS:
                scope = {"type": "http", "path": path, "method": method}
                self._whole[method, path] = self.matches(scope)[1]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The route that fits; one that fits but for its method comes last."""
        if scope["type"] != "http":
            return Match.NONE, {}
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        found = self._whole.get((scope["method"], path), {})
        if found:
            return Match.FULL, found
        for route in self._by_head.get(_head(path), ()):
            match, child = route.matches(scope)
            if match is Match.FULL:
                return match, {**child, "route": route}
            if match is Match.PARTIAL and not found:
                found = {**child, "route": route}
        return (Match.FULL if found else Match.NONE), found

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The request, by the route that fits."""
        route = scope["route"]
        if scope["method"] in route.methods:
            await route.app(scope, receive, send)
        else:
            error = HTTPException(405, headers={"Allow": ", ".join(sorted(route.methods))})
            await self._refuse(scope, receive, send, error)


def _heads(route: Route) -> list[str]:
    """What the first part of an address may be; a parameter there lists its values."""
    head = _head(route.path)
    if not head.startswith("{"):
        return [head]
    name = head[1:-1].partition(":")[0]
    return route.param_convertors[name].regex.split("|")


def _head(path: str) -> str:
    return path.removeprefix("/").partition("/")[0]
