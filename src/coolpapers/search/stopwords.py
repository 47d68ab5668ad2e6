"""Words that say nothing of what a paper is about."""

_COMMONEST = """
    a an and are as at be been by can for from has have how in into is it its of on or such than
    that the their there these this to was were what which will with
"""
_FUNCTION = """
    a about above across after again against all almost along already also although always am
    among an and another any anything are around as at away back be became because become been
    before behind being below between beyond both but by can cannot could did do does doing done
    down due during each either else enough even ever every few first for former four from
    further had has have having he hence her here him his how however i if in indeed instead
    into is it its itself just last latter least less let like many may me might more moreover
    most much must my namely nearly neither never nevertheless next no nor not nothing now of
    off often on once one ones only onto or other others otherwise our ours out over own per
    perhaps quite rather re second see seem seems several shall she should since so some something
    still such than that the their them themselves then there thereby therefore these they third
    this those though three through throughout thus to together too toward towards two under
    unless unlike until up upon us use used uses using usually various very via was we well were
    what when where whereas whereby whether which while who whole whom whose why will with
    within without would yet you your
"""
_SCHOLARLY = """
    able abstract account achieve achieved achieves achieving address addresses addressing aim
    aims allow allowing allows applied apply approach approaches article aspect aspects
    available based better can case cases certain comparable compare compared comparison
    conclude consider considered considering contribution contributions corresponding current
    currently demonstrate demonstrated demonstrates demonstrating describe described describes
    despite detail details develop developed difficult discuss discussed effective effectively
    effectiveness efficient efficiently employ enable enables enabling especially etc evaluate
    evaluated evaluation example examples exhibit existing experiment experimental experiments
    explore extensive fact find finding findings follow followed following found fully
    furthermore generally give given gives good high highly however idea important improve
    improved improvement improves improving include includes including introduce introduced
    introduces introducing investigate investigated key kind known large largely lead leading
    leads literature main mainly make makes making manner mean means method methods namely need
    needed needs new novel number obtain obtained obtaining offer outperform outperforms paper
    papers particular particularly perform performance performed possible potential present
    presented presents previous previously prior problem problems propose proposed proposes
    proposing provide provided provides providing recent recently regarding relevant report
    reported require required requires respect respectively result resulting results reveal
    reveals set show showed showing shown shows significant significantly similar simple simply
    specific specifically state studied studies study studying substantial substantially
    successful successfully suggest suggests superior take taken takes technique techniques term
    terms towards type types typical typically understand understanding useful validate
    validated variety wide widely work works yield yields
"""

UNSPOKEN = frozenset(_COMMONEST.split())
"""So common that a search for several words does without them; phrases keep them."""

STOP_WORDS = UNSPOKEN | frozenset(_FUNCTION.split()) | frozenset(_SCHOLARLY.split())
"""Words that are no keywords of any paper."""
