r"""TeX as authors type it, brought to what the converter reads: boxes, old fonts, stray signs.

Each repair costs one substring test for a formula that does not need it.
"""

import re

_BRACED = r"\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}"
_BOX = re.compile(
    r"\\(mbox|hbox|fbox|textup|textnormal|text|textrm|textbf|textit|texttt|textsf|textsc|intertext)"
    + _BRACED
)
_PLAIN_BOXES = {"mbox", "hbox", "fbox", "textup", "textnormal", "intertext", "textrm"}
_BOX_FONT = re.compile(r"\s*\\(rm|bf|it|tt|sf|sc|em)(?![A-Za-z])\s*")
_BOX_FONTS = {"bf": "textbf", "it": "textit", "tt": "texttt", "sf": "textsf", "em": "textit"}
_SIZE = re.compile(
    r"\\(?:tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge)(?![A-Za-z])\s*"
)
_UNICODE = re.compile(r"\\unicode(?:\[[^\]]*\])?\{\s*(?:[xX]([0-9A-Fa-f]{1,6})|(\d{1,7}))\s*\}")
_LABEL = re.compile(r"\\label\s*\{[^{}]*\}")
_SWITCH = re.compile(r"([_^])\s*\\(rm|bf|it|tt|sf|cal)(?:\s*\{([^{}]*)\}|\s+([A-Za-z0-9]))")
_LATE_SCRIPT = re.compile(r"\\(rm|bf|it|tt|sf|cal)\s*([_^])\s*(?:\{|([A-Za-z0-9]))")
# A macro that begins with a script would attach it to nothing.
_SCRIPTS = {
    "sp": "^",
    "sb": "_",
    "arcsec": "''",
    "arcmin": "'",
    "arcdeg": r"^{\circ}",
    "degr": r"^{\circ}",
}
_SCRIPT = re.compile(r"\\(sp|sb|arcsec|arcmin|arcdeg|degr)(?![A-Za-z])\s*")
_ANGLE = re.compile(r"(\\(?:left|right|middle|[bB]ig{1,2}[lrm]?)\s*)([<>])")
_STRAY = re.compile(r"(?<!\\)#(?![1-9])")
_SUBSTACK = re.compile(r"\\substack" + _BRACED)
_ROOT = re.compile(r"\\root\s*(.{1,20}?)\s*\\of\b")
_EQNARRAY = re.compile(r"\\(begin|end)\{eqnarray\*?\}")
_ALIGNED = re.compile(r"\\(begin|end)\{(align|gather|multline|equation)\}")
_FLALIGN = re.compile(r"\\(begin|end)\{(?:flalign|split)\*?\}")
_ALIGNAT = re.compile(r"\\begin\{alignat\*?\}\s*\{\d+\}")
# "5%" means percent, whatever TeX says; "% x" is a comment whose line break was lost.
_PERCENT = re.compile(r"(^|[\d)}X]\s*)%(?=\s*(?:$|[-\u2013)\]+(~=<>]|\\(?:pm|sim|le|ge|to|,)))")
_COMMENT = re.compile(r"(?<![\d\\)])%\s+(?=\S)")
_DIGIT_PERCENT = re.compile(r"(?<=\d)%(?![\w,])")
_ANGSTROM = re.compile(r"\\(?:(?:AA|[aA]ngstrom)(?![A-Za-z])(?:\{\})?|r\{A\})")
_SCRIPT_LA = re.compile(r"[_^]\{?\s*\\la(?![A-Za-z])")
_LA = re.compile(r"\\la(?![A-Za-z])")
_RA = re.compile(r"\\ra(?![A-Za-z])")
_ROW_GAP = re.compile(r"(\\\\\*?)\s*\[\s*-?[\d.]+\s*[a-z]{2}\s*\]")
_BOLD = re.compile(r"\\(?:boldsymbol|bm|pmb)" + _BRACED)
_UNBOLDED = re.compile(r"(?<![\d.])\d[\d.]*")
_OPERATOR_LINE = re.compile(
    r"\\(over|under)line\s*(\\(?:dim|lim|liminf|limsup|max|min|sup|inf|det|log|ln|deg))(?=\s*[_^])"
)
_STARRED = re.compile(r"(\\(?!operatorname|hspace|begin|end|tag)[A-Za-z]+)\*")
_NAMED_LETTER = re.compile(r"\\operatorname\*?\{(\\math[a-z]+\{[A-Za-z]\})\}")
_FONTS = {"rm": "mathrm", "bf": "mathbf", "it": "mathit", "tt": "mathtt", "sf": "mathsf"}


def repair(tex: str) -> str:
    """The formula with what the converter does not know said in words it does know."""
    if "%" in tex:
        tex = _DIGIT_PERCENT.sub(r"\\%", _PERCENT.sub(r"\1\\%", _COMMENT.sub(" ", tex)))
    if "\\" not in tex:
        return tex.replace("#", r"\#") if "#" in tex else tex
    for trigger, mend in _REPAIRS:
        if trigger in tex:
            tex = mend(tex)
    return tex


def _boxes(tex: str) -> str:
    return _BOX.sub(_box, tex)


def _box(match: re.Match[str]) -> str:
    """A box of text with its formulas taken out, as the converter reads text only."""
    name, content = match[1], match[2]
    command = "text" if name in _PLAIN_BOXES else name
    if switch := _BOX_FONT.match(content):
        command = _BOX_FONTS.get(switch[1], command)
        content = content[switch.end() :]
    parts = re.split(r"(?<!\\)\$", content)
    if len(parts) % 2 == 0:
        return match[0]
    pieces = [
        part if at % 2 else f"\\{command}{{{_text(part)}}}" for at, part in enumerate(parts) if part
    ]
    return pieces[0] if len(pieces) == 1 else "{" + "".join(_with_base(pieces)) + "}"


def _text(part: str) -> str:
    return re.sub(r"(?<!\\)([%_#&])", r"\\\1", part)


def _with_base(pieces: list[str]) -> list[str]:
    return ["{}" + piece if piece[0] in "^_" else piece for piece in pieces]


def _unicode(tex: str) -> str:
    return _UNICODE.sub(_character, tex)


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    if chr(code) in "%&#_${}" if code < 128 else False:
        return "\\" + chr(code)
    readable = (
        0x20 <= code < 0x110000 and chr(code).isprintable() and chr(code) not in "\\{}$%#&^_~"
    )
    return f"\\text{{{chr(code)}}}" if readable else match[0]


def _switches(tex: str) -> str:
    tex = _LATE_SCRIPT.sub(lambda m: f"{m[2]}{{\\{m[1]} " + (f"{m[3]}}}" if m[3] else ""), tex)
    return _SWITCH.sub(
        lambda m: f"{m[1]}{{\\{_FONTS.get(m[2], 'mathcal')}{{{m[3] if m[4] is None else m[4]}}}}}",
        tex,
    )


def _angles(tex: str) -> str:
    return _ANGLE.sub(lambda m: m[1] + (r"\langle " if m[2] == "<" else r"\rangle "), tex)


def _bold(match: re.Match[str]) -> str:
    """Bold with the digits and upright letters in it bold as well, which the converter forgets."""
    content = match[1]
    if "space" in content or "mskip" in content or "begin" in content:
        return match[0]
    content = _UNBOLDED.sub(r"\\mathbf{\g<0>}", content.replace(r"\mathrm", r"\mathbf"))
    return match[0].replace(match[1], content)


def _brackets(tex: str) -> str:
    r"""`\la x, y \ra` as angle brackets, `_\la` as a letter; alone it may mean "less"."""
    if _SCRIPT_LA.search(tex):
        return _LA.sub(r"\\lambda ", tex)
    if len(_LA.findall(tex)) != len(_RA.findall(tex)):
        return tex
    return _RA.sub(r"\\rangle ", _LA.sub(r"\\langle ", tex))


def _environments(tex: str) -> str:
    """Environments without equation numbers; those unknown to the converter by a known one."""
    tex = _EQNARRAY.sub(lambda m: rf"\{m[1]}{{array}}" + ("{rcl}" if m[1] == "begin" else ""), tex)
    tex = _ALIGNAT.sub(r"\\begin{align*}", tex).replace("{alignat}", "{align*}")
    tex = _FLALIGN.sub(r"\\\1{aligned}", tex.replace("{alignat*}", "{align*}"))
    return _ALIGNED.sub(r"\\\1{\2*}", tex).replace("smallmatrix}", "matrix}")


_REPAIRS = (
    ("\\label", lambda tex: _LABEL.sub("", tex)),
    ("\\unicode", _unicode),
    ("box", _boxes),
    ("\\text", _boxes),
    ("\\begin{", _environments),
    ("\\rm", _switches),
    ("\\bf", _switches),
    ("\\it", _switches),
    ("\\tt", _switches),
    ("\\sf", _switches),
    ("\\cal", _switches),
    ("<", _angles),
    (">", _angles),
    ("\\AA", lambda tex: _ANGSTROM.sub("Å", tex)),
    ("\\angstrom", lambda tex: _ANGSTROM.sub("Å", tex)),
    ("\\s", lambda tex: _SCRIPT.sub(lambda m: _SCRIPTS[m[1]], tex)),
    ("\\arc", lambda tex: _SCRIPT.sub(lambda m: _SCRIPTS[m[1]], tex)),
    ("\\degr", lambda tex: _SCRIPT.sub(lambda m: _SCRIPTS[m[1]], tex)),
    ("\\r{A}", lambda tex: _ANGSTROM.sub("Å", tex)),
    ("\\...", lambda tex: tex.replace("\\...", r"\ldots ")),
    ("*", lambda tex: _STARRED.sub(r"\1 *", tex)),
    ("\\operatorname{\\", lambda tex: _NAMED_LETTER.sub(r"\1", tex)),
    ("\\la", _brackets),
    ("\\\\", lambda tex: _ROW_GAP.sub(r"\1", tex)),
    ("\\b", lambda tex: _BOLD.sub(_bold, tex)),
    ("line", lambda tex: _OPERATOR_LINE.sub(r"\\\1line{\2}", tex)),
    ("#", lambda tex: _STRAY.sub(r"\\#", tex)),
    ("\\substack", lambda tex: _SUBSTACK.sub(r"{\\begin{matrix}\1\\end{matrix}}", tex)),
    ("\\root", lambda tex: _ROOT.sub(r"\\sqrt[\1]", tex)),
    ("\\tiny", lambda tex: _SIZE.sub("", tex)),
    ("\\small", lambda tex: _SIZE.sub("", tex)),
    ("size", lambda tex: _SIZE.sub("", tex)),
    ("arge", lambda tex: _SIZE.sub("", tex)),
)
