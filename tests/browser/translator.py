"""A page translator for tests: it does to a page what those of browsers do.

It walks the text nodes, leaves out what is marked `notranslate` or `translate="no"`, wraps every
other run of text in two `font` elements and changes each of its words; nodes that arrive later are
translated as they come.
"""

from playwright.sync_api import Page

SCRIPT = """
window.translatePage = () => {
  const LEFT_OUT = '.notranslate, [translate="no"], script, style, noscript, code, textarea, input';
  const changed = (text) => text.replace(/[A-Za-z]+/g, (word) => `ü${word.toLowerCase()}ß`);
  const done = new WeakSet();
  const translate = (node) => {
    if (done.has(node) || !/[A-Za-z]/.test(node.data)) return;
    const parent = node.parentElement;
    if (!parent || !document.body?.contains(parent) || parent.closest(LEFT_OUT)) return;
    const text = document.createTextNode(changed(node.data));
    done.add(text);
    const inner = document.createElement('font');
    const outer = document.createElement('font');
    inner.append(text);
    outer.append(inner);
    outer.style.verticalAlign = inner.style.verticalAlign = 'inherit';
    node.replaceWith(outer);
  };
  const walk = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return translate(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    found.forEach(translate);
  };
  new MutationObserver((records) => {
    for (const record of records) {
      record.addedNodes.forEach(walk);
      if (record.type === 'characterData') translate(record.target);
    }
  }).observe(document, { childList: true, subtree: true, characterData: true });
  if (document.body) walk(document.body);
};
"""

# What the server sent of each card, beside what stands on the page now.
CHECK = """
async (whole) => {
  const sent = new DOMParser().parseFromString(await (await fetch(whole)).text(), 'text/html');
  const changed = [], untranslated = [];
  let formulas = 0, papers = 0;
  for (const card of document.querySelectorAll('.papers > .paper')) {
    papers += 1;
    const original = sent.getElementById(card.id);
    const before = [...original.querySelectorAll('.math')];
    const after = [...card.querySelectorAll('.math')];
    if (before.length !== after.length) changed.push(`${card.id}: not ${before.length}`);
    before.forEach((formula, at) => {
      formulas += 1;
      const now = after[at];
      const source = (one) => one?.querySelector('math')?.textContent ?? one?.textContent;
      const isSame = now && now.dataset.tex === formula.dataset.tex && !now.querySelector('font')
        && (now.matches('code.typeset') || source(now) === source(formula));
      if (!isSame) changed.push(`${card.id}: ${formula.dataset.tex}`);
    });
    for (const part of card.querySelectorAll('.summary, .title-link')) {
      const rest = part.cloneNode(true);
      rest.querySelectorAll('.math, font, .notranslate, code').forEach((one) => one.remove());
      const text = rest.textContent.trim();
      if (/[A-Za-z]/.test(text)) untranslated.push(`${card.id}: ${text}`);
    }
  }
  return { papers, formulas, changed, untranslated };
}
"""


def check(page: Page, whole: str) -> dict[str, object]:
    """How many papers and formulas a page has, which were changed, what is not translated.

    Args:
        page: After translation.
        whole: The address of the same list with all its papers at once.
    """
    found: dict[str, object] = page.evaluate(CHECK, whole)
    return found
