// On a page of a paper: a link to the same paper on one's own instance, beside its title.
(() => {
  const DEFAULT = "http://127.0.0.1:8000";
  const MARK = "coolpapers-link";

  /** Where a site's paper pages are, what names the paper, and where its title stands. */
  const SITES = [
    { host: "arxiv.org", path: /^\/abs\/./, title: "h1.title" },
    { host: "openreview.net", path: /^\/forum$/, title: ".forum-title h2, h2.citation_title, h2.note_content_title" },
    { host: "aclanthology.org", path: /^\/[\w.-]+-[\w.]+\/?$/, title: "#title" },
    { host: "proceedings.mlr.press", path: /^\/[vr]\d+\/[\w-]+\.html$/, title: "h1" },
    { host: "www.ijcai.org", path: /^\/proceedings\/\d{4}\/\d+$/, title: "h1" },
    { host: "openaccess.thecvf.com", path: /_paper\.html$/, title: "#papertitle" },
    { host: "huggingface.co", path: /^\/papers\/\d{4}\.\d+/, title: "h1" },
    { host: "www.alphaxiv.org", path: /^\/(abs|overview|pdf)\/./, title: "h1" },
    { host: "www.semanticscholar.org", path: /^\/paper\/./, title: "h1", named: 'a[href*="arxiv.org/"], a[href*="aclanthology.org/"], a[href*="openreview.net/"], a[href*="doi.org/"]' },
  ];

  const site = SITES.find(({ host }) => host === location.hostname);
  if (!site) return;

  /** The address that names the paper: the page's own, or that of a link on it. */
  const paperAddress = () => (site.named ? document.querySelector(site.named)?.href : location.href);

  async function add() {
    const shown = document.querySelector(`.${MARK}`);
    const title = site.path.test(location.pathname) ? document.querySelector(site.title) : null;
    const address = title && paperAddress();
    if (!address) return shown?.remove();
    if (shown?.dataset.of === address && shown.isConnected) return;
    const { instance } = await chrome.storage.sync.get({ instance: DEFAULT });
    // Whole when it appears, and one: others may have come here while the instance was asked for.
    document.querySelector(`.${MARK}`)?.remove();
    const link = document.createElement("a");
    link.className = MARK;
    link.dataset.of = address;
    link.href = `${instance.replace(/\/+$/, "")}/go?url=${encodeURIComponent(address)}`;
    link.textContent = "Cool Papers";
    link.title = "This paper on your Cool Papers";
    // Its own ground: sites are light or dark, and some say so of themselves, not of the browser.
    link.style.cssText =
      "display:inline-block;margin-left:.6em;padding:.3em .5em;border-radius:4px;background:#a6341f;color:#fff;" +
      "font:500 13px/1 system-ui,sans-serif;letter-spacing:0;text-transform:none;text-decoration:none;" +
      "white-space:nowrap;vertical-align:middle";
    title.append(link);
  }

  add();
  // Some sites write their pages late, or change from paper to paper without loading anew.
  let due = 0;
  new MutationObserver(() => {
    clearTimeout(due);
    due = setTimeout(add, 150);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
