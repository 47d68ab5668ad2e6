"""The templates of the site, compiled once a process and language, with its texts in them."""

from collections.abc import Callable, Mapping
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from coolpapers.web.addresses import Addresses
from coolpapers.web.language import TEXTS, Texts

CARDS_HERE = Markup("<cards>")
"""Stands for the cards of a list until a page is put together: rendered with the rest, their 100 kB
would be copied six times. No value of a template can look like it, as values are escaped."""


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


_COMPILED: Mapping[str, _Compiled] = {code: _Compiled() for code in TEXTS}


class _Context(Context):
    """Asks for texts directly: the usual way looks for marks on what is called."""

    def call(self, asked: Callable[..., Any], /, *values: Any, **named: Any) -> Any:
        """What a template calls."""
        if type(asked) is not Texts:
            return super().call(asked, *values, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return asked(*values, **named)


class _Worded(NodeTransformer):
    """Puts the texts that take no values in the place of the calls that ask for them."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 (jinja's name)
        """`t("site.footer")`, but not `t("papers", n=3)`."""
        self.generic_visit(node)
        has_values = node.kwargs or node.dyn_args or node.dyn_kwargs or len(node.args) != 1
        if not _is_texts(node.node) or has_values or not isinstance(node.args[0], nodes.Const):
            return node
        return nodes.Const(self._texts(node.args[0].value), lineno=node.lineno)

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802 (jinja's name)
        """`t.code` and `t.html_lang`."""
        self.generic_visit(node)
        value = getattr(self._texts, node.attr) if _is_texts(node.node) else None
        return nodes.Const(value, lineno=node.lineno) if isinstance(value, str) else node


def _is_texts(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "t"


class _Environment(jinja2.Environment):
    """Templates of one language; `t` in them is always its texts."""

    texts: Texts

    def compile(self, source: Any, *values: Any, **named: Any) -> Any:
        """A template as code: half of what pages say needs no look at the texts any more."""
        if isinstance(source, str):
            source = _Worded(self.texts).visit(self.parse(source, *values[:2]))
        return super().compile(source, *values, **named)


def templates_of(addresses: Addresses, version: str) -> dict[str, jinja2.Environment]:
    """All templates in each language, ready to render, with the address of this version's files."""
    return {code: _templates(texts, addresses, version) for code, texts in TEXTS.items()}


def _templates(texts: Texts, addresses: Addresses, version: str) -> jinja2.Environment:
    environment = _Environment(
        loader=jinja2.PackageLoader("coolpapers.web"),
        autoescape=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_COMPILED[texts.code],
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.texts = texts
    environment.context_class = _Context
    environment.globals["cards_here"] = CARDS_HERE
    environment.globals["static"] = addresses.at(f"/static/{version}")
    for name in environment.list_templates():
        environment.get_template(name)
    return environment
