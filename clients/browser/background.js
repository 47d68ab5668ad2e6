// The context menu: a link, or selected text with one or several ids, opens in one's own instance.
const DEFAULT = "http://127.0.0.1:8000";

async function instance() {
  const { instance: kept } = await chrome.storage.sync.get({ instance: DEFAULT });
  return kept.replace(/\/+$/, "");
}

chrome.runtime.onInstalled.addListener(() => {
  chrome.contextMenus.create({ id: "link", contexts: ["link"], title: "Open link in Cool Papers" });
  chrome.contextMenus.create({ id: "selection", contexts: ["selection"], title: "Open “%s” in Cool Papers" });
});

/** Where a click on the menu leads: the instance knows every site's addresses, see /go. */
async function addressOf({ menuItemId, linkUrl, selectionText }) {
  const text = menuItemId === "link" ? linkUrl : selectionText;
  return `${await instance()}/go?url=${encodeURIComponent(text.slice(0, 2000))}`;
}

chrome.contextMenus.onClicked.addListener(async (info) => {
  await chrome.tabs.create({ url: await addressOf(info) });
});

self.addressOf = addressOf; // for the tests, which cannot click on the browser's own menus
