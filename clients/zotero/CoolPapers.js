{
	"translatorID": "5d1c7a1e-2f0b-4a54-9d0e-6f1d0c3b7a92",
	"label": "Cool Papers (own instance)",
	"creator": "The Cool Papers authors",
	"target": "^https?://[^?#]+/(arxiv|venue|all)/[^/]",
	"minVersion": "6.0",
	"maxVersion": "",
	"priority": 90,
	"inRepository": false,
	"translatorType": 4,
	"browserSupport": "gcsibv",
	"lastUpdated": "2026-11-24 00:00:00"
}

// The pages of an instance of Cool Papers: one paper, or a list to choose from. What is saved comes
// from the instance's own /export/json; the page only tells which papers there are.

const CARDS = "div.papers > div.paper";

function detectWeb(doc, _url) {
	if (!doc.querySelector("#app-bar")) return false;
	const cards = doc.querySelectorAll(CARDS);
	if (cards.length === 0) return false;
	if (cards.length > 1) return "multiple";
	return typeOf(printedId(cards[0]));
}

async function doWeb(doc, url) {
	const cards = [...doc.querySelectorAll(CARDS)];
	let chosen = cards.map(printedId);
	if (cards.length > 1) {
		const titles = Object.fromEntries(cards.map((card) => [printedId(card), titleOf(card)]));
		const selected = await Zotero.selectItems(titles);
		if (!selected) return;
		chosen = Object.keys(selected);
	}
	const pdfs = Object.fromEntries(cards.map((card) => [printedId(card), pdfOf(card)]));
	for (const entry of await exported(doc, url, chosen)) save(entry, pdfs[entry.id]);
}

/** `arxiv:1706.03762`, from the address of the title. */
function printedId(card) {
	const path = card.querySelector("a.title-link").getAttribute("href");
	const [, branch, local] = /\/(arxiv|venue)\/([^?#]+)$/.exec(path);
	return `${branch}:${decodeURIComponent(local)}`;
}

function titleOf(card) {
	return card.querySelector("a.title-link").textContent.trim().replace(/\s+/g, " ");
}

function pdfOf(card) {
	return card.querySelector("a.title-pdf")?.getAttribute("data") || "";
}

function typeOf(id) {
	return id.startsWith("venue:") ? "conferencePaper" : "preprint";
}

function exported(doc, url, ids) {
	const base = doc.querySelector("html").getAttribute("data-base") || "";
	const named = ids.map(encodeURIComponent).join(",");
	return requestJSON(`${new URL(url).origin}${base}/export/json?ids=${named}`);
}

function save(entry, pdf) {
	const item = new Zotero.Item(entry.type === "paper-conference" ? "conferencePaper" : "preprint");
	item.title = entry.title;
	item.abstractNote = entry.abstract;
	item.date = (entry.issued?.["date-parts"]?.[0] ?? []).map((part) => String(part).padStart(2, "0")).join("-");
	item.DOI = entry.DOI;
	item.url = entry.URL;
	item.pages = entry.page;
	item.proceedingsTitle = entry["container-title"];
	item.conferenceName = entry["event-title"];
	item.repository = entry.publisher;
	item.archiveID = entry.number;
	item.libraryCatalog = "Cool Papers";
	for (const { family, given, literal } of entry.author ?? []) {
		item.creators.push(literal
			? { lastName: literal, fieldMode: 1, creatorType: "author" }
			: { firstName: given, lastName: family, creatorType: "author" });
	}
	item.tags = (entry.keyword ?? "").split(", ").filter(Boolean).map((tag) => ({ tag }));
	if (pdf) item.attachments.push({ title: "Full Text PDF", mimeType: "application/pdf", url: pdf });
	for (const name of Object.keys(item)) if (item[name] === undefined) delete item[name];
	item.complete();
}
