"""The templates of the site, compiled once a process."""

from collections.abc import Callable
from typing import Any

import jinja2
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.runtime import Context

from coolpapers.web.addresses import Addresses
from coolpapers.web.language import Texts


class _Compiled(BytecodeCache):
    """What was compiled, for every site of this process; a changed template is compiled anew."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled before; a bucket leaves what is of another source."""
        if found := self._kept.get(bucket.key):
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what has just been compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class _Context(Context):
    """Asks for texts directly: the usual way looks for marks on what is called, 60 times a page."""

    def call(self, asked: Callable[..., Any], /, *values: Any, **named: Any) -> Any:
        """What a template calls."""
        if type(asked) is not Texts:
            return super().call(asked, *values, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return asked(*values, **named)


def templates_of(addresses: Addresses, version: str) -> jinja2.Environment:
    """All templates, ready to render, with the address of this version's files."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("coolpapers.web"),
        autoescape=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_COMPILED,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.context_class = _Context
    environment.globals["static"] = addresses.at(f"/static/{version}")
    for name in environment.list_templates():
        environment.get_template(name)
    return environment
