// [Copy]: title, link, authors and abstract, as plain text and as HTML.

const SHOWN_MS = 1600;

export function attachCopy(root) {
  const main = root.getElementById("main");
  const act = (event) => {
    const button = event.target.closest(".title-copy");
    if (!button || (event.type === "keydown" && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    const done = (key) => show(button, main.dataset[key]);
    copy(button.closest(".paper")).then(
      () => done("copied"),
      () => done("copyFailed"),
    );
  };
  root.addEventListener("click", act);
  root.addEventListener("keydown", act);
}

/** What a card says, formulas as their TeX. */
export function told(card) {
  const link = card.querySelector(".title-link");
  return {
    title: plain(link),
    address: link.href,
    authors: [...card.querySelectorAll(".author")].map((author) => author.textContent).join(", "),
    abstract: plain(card.querySelector(".summary")),
  };
}

function plain(element) {
  const copied = element.cloneNode(true);
  for (const formula of copied.querySelectorAll("[data-tex]")) {
    const sign = formula.classList.contains("display") ? "$$" : "$";
    formula.replaceWith(sign + formula.dataset.tex + sign);
  }
  return copied.textContent.trim();
}

async function copy(card) {
  const { title, address, authors, abstract } = told(card);
  const text = [title, address, authors, "", abstract].join("\n");
  if (!window.ClipboardItem) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const html = document.createElement("div");
  const link = Object.assign(document.createElement("a"), { href: address, textContent: title });
  html.append(paragraph(link), paragraph(authors), paragraph(abstract));
  const item = {
    "text/plain": new Blob([text], { type: "text/plain" }),
    "text/html": new Blob([html.innerHTML], { type: "text/html" }),
  };
  await navigator.clipboard.write([new ClipboardItem(item)]);
}

function paragraph(content) {
  const element = document.createElement("p");
  element.append(content);
  return element;
}

function show(button, said) {
  button.dataset.name ??= button.textContent;
  button.textContent = `[${said}]`;
  button.classList.add("done");
  setTimeout(() => {
    button.textContent = button.dataset.name;
    button.classList.remove("done");
  }, SHOWN_MS);
}
