r"""Text-mode commands and what they become in HTML, as tables for `prose`."""

STYLES: dict[str, tuple[str, str]] = {
    "emph": ("<em>", "</em>"),
    "textit": ("<em>", "</em>"),
    "textsl": ("<em>", "</em>"),
    "textbf": ("<strong>", "</strong>"),
    "texttt": ("<code>", "</code>"),
    "textsc": ('<span class="small-caps">', "</span>"),
    "textsuperscript": ("<sup>", "</sup>"),
    "textsubscript": ("<sub>", "</sub>"),
    "underline": ("<u>", "</u>"),
    "uline": ("<u>", "</u>"),
    "sout": ("<s>", "</s>"),
    "st": ("<s>", "</s>"),
    "footnote": (" (", ")"),
    "thanks": (" (", ")"),
} | dict.fromkeys(
    [
        "textrm",
        "textsf",
        "textnormal",
        "textup",
        "textmd",
        "text",
        "mbox",
        "hbox",
        "fbox",
        "ensuremath",
        "mathrm",
    ],
    ("", ""),
)
"""Commands with one argument of prose: what stands before it and after it."""

DECLARATIONS: dict[str, tuple[str, str]] = {
    "it": ("<em>", "</em>"),
    "em": ("<em>", "</em>"),
    "sl": ("<em>", "</em>"),
    "itshape": ("<em>", "</em>"),
    "slshape": ("<em>", "</em>"),
    "bf": ("<strong>", "</strong>"),
    "bfseries": ("<strong>", "</strong>"),
    "tt": ("<code>", "</code>"),
    "ttfamily": ("<code>", "</code>"),
    "sc": ('<span class="small-caps">', "</span>"),
    "scshape": ('<span class="small-caps">', "</span>"),
} | dict.fromkeys(
    [
        "rm",
        "sf",
        "rmfamily",
        "sffamily",
        "normalfont",
        "upshape",
        "mdseries",
        "tiny",
        "scriptsize",
        "footnotesize",
        "small",
        "normalsize",
        "large",
        "Large",
        "LARGE",
        "huge",
        "Huge",
    ],
    ("", ""),
)
"""Commands that hold until their group ends; without a group they are left out."""

REFERENCES: dict[str, tuple[str, str]] = dict.fromkeys(
    [
        "cite",
        "citep",
        "citet",
        "citealt",
        "citealp",
        "citeauthor",
        "citeyear",
        "citeyearpar",
        "nocite",
        "textcite",
        "parencite",
        "autocite",
        "onlinecite",
        "ref",
        "eqref",
        "autoref",
        "cref",
        "Cref",
        "pageref",
    ],
    ("[", "]"),
) | dict.fromkeys(("label", "begin", "end", "vspace", "hspace", "index"), ("", ""))
"""Commands whose argument is a key, shown in brackets, or nothing for a reader."""

SPACES: dict[str, str] = {
    " ": " ", "\n": " ", ",": "\u2009", ";": " ", ":": " ", "!": "", "/": "", "-": "", "@": "",
    "quad": "\u2003", "qquad": "\u2003\u2003", "space": " ", "thinspace": "\u2009",
    "hfill": " ", "item": " • ", "enspace": "\u2002",
}  # fmt: skip

DROPPED: frozenset[str] = frozenset(
    [
        "noindent",
        "indent",
        "smallskip",
        "medskip",
        "bigskip",
        "centering",
        "protect",
        "xspace",
        "relax",
        "null",
        "footnotemark",
        "newpage",
        "clearpage",
        "maketitle",
        "ignorespaces",
        "unskip",
        "raggedright",
        "leavevmode",
    ]
)
"""Commands that say nothing to a reader."""

SYMBOLS: dict[str, str] = {
    "%": "%", "&": "&", "_": "_", "#": "#", "$": "$", "{": "{", "}": "}",
    "ldots": "…", "dots": "…", "textellipsis": "…", "S": "§", "P": "¶",
    "copyright": "©", "textcopyright": "©", "textregistered": "®", "texttrademark": "™",
    "pounds": "£", "textsterling": "£", "euro": "€", "texteuro": "€", "EUR": "€", "textyen": "¥",
    "dag": "†", "dagger": "†", "ddag": "‡", "textdagger": "†", "textdegree": "°", "degree": "°",
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textunderscore": "_",
    "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’",
    "textquotesingle": "'", "textquotedbl": '"', "textquotedblleft": "“", "textquotedblright": "”",
    "lq": "‘", "rq": "’", "textless": "<", "textgreater": ">", "textbar": "|", "textbullet": "•",
    "textperiodcentered": "·", "textmu": "µ", "textmicro": "µ", "textohm": "Ω", "textpm": "±",
    "texttimes": "×", "textonehalf": "½", "textonequarter": "¼", "textthreequarters": "¾",
    "textonesuperior": "¹", "texttwosuperior": "²", "textthreesuperior": "³",
    "textordfeminine": "ª", "textordmasculine": "º", "textsection": "§", "textparagraph": "¶",
    "slash": "/", "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "LaTeXe": "LaTeX2e",
    "eg": "e.g.", "ie": "i.e.", "etal": "et al.",
    "guillemotleft": "«", "guillemotright": "»", "textasteriskcentered": "∗",
    "textexclamdown": "¡", "textquestiondown": "¿", "textdollar": "$", "textpercent": "%",
    "textbraceleft": "{", "textbraceright": "}", "textnumero": "№", "textvisiblespace": "␣",
    # letters that authors type without dollars
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "ϕ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ",
    "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "pm": "±", "mp": "∓", "times": "×", "cdot": "·", "sim": "∼", "simeq": "≃", "approx": "≈",
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ll": "≪", "gg": "≫", "lesssim": "≲",
    "gtrsim": "≳", "neq": "≠", "infty": "∞", "to": "→", "rightarrow": "→", "leftarrow": "←",
    "Rightarrow": "⇒", "leftrightarrow": "↔", "in": "∈", "circ": "∘", "ell": "ℓ", "propto": "∝",
    "odot": "⊙", "deg": "°", "cdots": "⋯", "sqrt": "√", "partial": "∂", "nabla": "∇",
    "subset": "⊂", "cup": "∪", "cap": "∩", "forall": "∀", "exists": "∃", "star": "⋆", "ast": "∗",
    "hbar": "ℏ", "langle": "⟨", "rangle": "⟩",
}  # fmt: skip
"""Commands that are one sign."""
