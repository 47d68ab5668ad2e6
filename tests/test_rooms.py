"""The direction of imports: what stands lower never imports what stands higher."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "coolpapers"

# A room may import rooms of lower levels, and itself.
LEVELS: dict[str, int] = {
    "errors": 0,
    "numerics": 0,
    "durable": 0,
    "ids": 1,
    "addresses": 1,
    "text": 1,
    "endpoints": 1,
    "subjects": 1,
    "taxonomy": 1,
    "schedule": 1,
    "settings": 1,
    "records": 2,
    "formats": 3,
    "wire": 3,
    "demo": 3,
    "client": 4,
    "sources": 4,
    "store": 4,
    "search": 4,
    "semantic": 4,
    "ranking": 4,
    "faq": 4,
    "library": 5,
    "flows": 5,
    "notebook": 6,
    "agents": 6,
    "web": 7,
    "cli": 8,
    "__main__": 9,
}
# On the same level these may know one another; everywhere else rooms of a level are apart.
TOGETHER = {
    "ids": {"addresses"},
    "addresses": {"ids"},
    "subjects": {"taxonomy", "text"},
    "flows": {"library"},
    "schedule": set(),
}
# The web shows what flows fetch; it never talks to a source itself.
NEVER = {"web": {"sources"}}

MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    """The room a module stands in: its first folder, or its own name."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    """The rooms that a module imports."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            if node.module == "coolpapers":
                names += [f"coolpapers.{alias.name}" for alias in node.names]
            else:
                names.append(node.module or "")
    parts = [name.split(".") for name in names]
    rooms = {part[1] for part in parts if part[0] == "coolpapers" and len(part) > 1}
    return {room for room in rooms if not room.startswith("__version")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    """A module imports only rooms below its own."""
    room = room_of(path)
    if room == "__init__":
        return
    allowed = {other for other, level in LEVELS.items() if level < LEVELS[room]}
    allowed |= TOGETHER.get(room, set()) | {room}
    assert set() == imported_rooms(path) - allowed
    assert set() == imported_rooms(path) & NEVER.get(room, set())


def test_every_room_is_on_the_map() -> None:
    """A new room gets its place before its first line."""
    assert set() == {room_of(path) for path in MODULES} - set(LEVELS) - {"__init__"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    """No module passes 400 lines, no function 40."""
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= 400
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = [n.name for n in functions if (n.end_lineno or 0) - n.lineno + 1 > 40]
    assert [] == long
