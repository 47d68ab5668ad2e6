"""Routes below one prefix: a request elsewhere is not compared with them, nor those with others."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send


class Prefixed(BaseRoute):
    """Some routes that all begin alike, as one."""

    def __init__(self, prefix: str, routes: Sequence[BaseRoute]) -> None:
        self.prefix, self.routes = prefix, routes

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """What the first of the routes that fits says; one that fits but for its method comes last.

        The scope's `route` is that route: requests are counted by it.
        """
        found: tuple[Match, Scope] = Match.NONE, {}
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or not path.startswith(self.prefix):
            return found
        for route in self.routes:
            match, child = route.matches(scope)
            if match.value > found[0].value:
                found = match, {**child, "route": route}
            if match is Match.FULL:
                break
        return found

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The request, by the route that fits."""
        await scope["route"].handle(scope, receive, send)
