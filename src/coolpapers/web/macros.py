r"""Macros that authors use in abstracts without defining them, as one table for the converter.

Only names whose meaning hardly varies between papers stand here: `\R` is the real numbers
everywhere, while `\A` or `\g` is something else in each paper and is shown as source.
Chosen by frequency among the refused formulas of `benchmarks/maths.py`.
"""

from string import ascii_uppercase

_BLACKBOARD = "R C Z N Q F E K P T RR CC ZZ NN QQ FF PP TT EE RRR CCC"
_GREEK = """
eps epsilon;veps varepsilon;vphi varphi;vep varepsilon;ep epsilon;al alpha;ze zeta;ka kappa
lam lambda;sig sigma;om omega;ome omega;omg omega;Ga Gamma;Gam Gamma;De Delta;Del Delta;La Lambda
Lam Lambda;Sig Sigma;Om Omega;Ups Upsilon;ve varepsilon;vp varphi;upepsilon epsilon;upalpha alpha
upbeta beta;upgamma gamma;updelta delta;upmu mu;uppi pi;upsigma sigma;uptau tau
"""
_OPERATORS = """
ad Ad arccosh arcsinh arctanh asdim Ass Aut Cay CH Cl coker const conv Cov curl depth diag Diag
diam Diff dist Div Emb End essinf esssup Ext Fix Frac Gal GL Gr grad GSp Hess Hilb Hol Hom id Id
ilog Ind Int Irr Iso Isom Jac KL Li Lie Lip Log Map Mat mex Mod Mor mult nnz Ob ord Out PGL Pic
poly polylog Prob proj Proj PSL rank Rep Res rk sdepth Sel sgn sign sinc SL SLE SO Sp span Span
Spec Spin Stab SU supp Sym Tor tr Tr Var vol Vol
"""
_UNITS = """
AU cm EeV erg eV GeV gev GHz Gpc Gyr Hz Jy keV kev kHz km kms kpc kyr MeV meV mev MHz mJy mm Mpc
Myr nm pc PeV TeV tev yr
"""
_ALIASES = r"""
bb \mathbb;mathbbm \mathbb;mathds \mathbb;mathbbold \mathbb;scr \mathscr;mathrsfs \mathscr
mr \mathrm;msf \mathsf;mc \mathcal;mcal \mathcal;mf \mathfrak;mit \mathit;pmb \boldsymbol
bs \boldsymbol;mathbold \boldsymbol;textup \text;textnormal \text;Bar \bar;Hat \hat;Tilde \tilde
Vec \vec;Dot \dot;Ddot \ddot;Acute \acute;ra \rightarrow;rar \rightarrow;lra \longrightarrow
Ra \Rightarrow;Lra \Longrightarrow;lsim \lesssim;gsim \gtrsim;simlt \lesssim;simgt \gtrsim
ltsim \lesssim;gtsim \gtrsim;lapprox \lessapprox;gapprox \gtrapprox;thicksim \sim
thickapprox \approx;dotsc \ldots;dotso \ldots;hdots \ldots;dotsb \cdots;dotsm \cdots;dotsi \cdots
half \tfrac{1}{2};pbar \bar{p};nubar \bar{\nu};qbar \bar{q};bbar \bar{b};ttbar t\bar{t}
bbbar b\bar{b};ccbar c\bar{c};qqbar q\bar{q};ppbar p\bar{p};epem e^{+}e^{-};jpsi J/\psi
Jpsi J/\psi;tanb \tan\beta;nue \nu_{e};numu \nu_{\mu};nutau \nu_{\tau};sun \odot;Msun M_{\odot}
msun M_{\odot};Lsun L_{\odot};Rsun R_{\odot};Zsun Z_{\odot};earth \oplus;farcs .^{\prime\prime}
farcm .^{\prime};fdg .^{\circ};micron \mu\mathrm{m};lambdabar \bar{\lambda};xspace {};protect {}
null {};strut {};ensuremath #1;smash #1;norm \left\lVert #1\right\rVert;abs \left|#1\right|
ceil \left\lceil #1\right\rceil;floor \left\lfloor #1\right\rfloor;nicefrac \tfrac{#1}{#2}
sfrac \tfrac{#1}{#2};SI {#1}\,{#2};surd √;percent \%;smallsetminus \setminus;mbb \mathbb;anti \bar
kk \Bbbk;wh \widehat;ov \overline;ot \otimes;Cal \mathcal;gothic \mathfrak;textmd \text
func \operatorname{#1};limfunc \operatorname{#1};IR \mathbb{R};IN \mathbb{N};IZ \mathbb{Z}
IQ \mathbb{Q};IC \mathbb{C};IP \mathbb{P};CP \mathbb{CP};BR \mathbb{R};BC \mathbb{C};BZ \mathbb{Z}
BQ \mathbb{Q};Real \mathbb{R};real \mathbb{R};nats \mathbb{N};reals \mathbb{R};Rd \mathbb{R}^{d}
Rn \mathbb{R}^{n};Qp \mathbb{Q}_{p};Zp \mathbb{Z}_{p};Fp \mathbb{F}_{p};Fq \mathbb{F}_{q}
infinity \infty;independent \perp\!\!\!\perp;Order \mathcal{O};Dbar \bar{D};kbar \bar{k}
Qbar \bar{\mathbb{Q}};hmpc h^{-1}\mathrm{Mpc};dsum \sum;dint \int;textgreater >;textless <
mearth M_{\oplus};Mearth M_{\oplus};rearth R_{\oplus};mjup M_{\mathrm{J}};rjup R_{\mathrm{J}}
"""


def _pairs(table: str) -> dict[str, str]:
    lines = (part for line in table.strip().splitlines() for part in line.split(";"))
    return dict(part.split(" ", 1) for part in lines)


def _letters(prefix: str, font: str) -> dict[str, str]:
    return {prefix + letter: rf"\{font}{{{letter}}}" for letter in ascii_uppercase}


def _macros() -> dict[str, str]:
    table = _letters("c", "mathcal") | _letters("mc", "mathcal") | _letters("cal", "mathcal")
    table |= _letters("bb", "mathbb") | _letters("f", "mathfrak")
    table |= {"f" + letter: rf"\mathfrak{{{letter}}}" for letter in "abghkmnpq"}
    # \bR is blackboard in one paper and bold in the next; bold is the older form of both.
    table |= {"b" + letter: rf"\mathbf{{{letter}}}" for letter in ascii_uppercase + "uvwxyz"}
    table |= {name: rf"\mathbb{{{name[0]}}}" for name in _BLACKBOARD.split()}
    table |= {name: "\\" + greek for name, greek in _pairs(_GREEK).items()}
    table |= {name: rf"\operatorname{{{name}}}" for name in _OPERATORS.split()}
    table |= {name: rf"\mathrm{{{name}}}" for name in _UNITS.split()}
    table |= _pairs(_ALIASES)
    table["kms"] = r"\mathrm{km}\,\mathrm{s}^{-1}"
    return table


MACROS: dict[str, str] = _macros()
"""Name without backslash -> what it stands for, with `#1` and `#2` for arguments."""
