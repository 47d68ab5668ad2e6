// The line under a card folds up what was opened in it.

export function attachFold(root) {
  root.addEventListener("click", (event) => {
    const line = event.target.closest("hr.fold");
    if (!line) return;
    const card = line.closest(".paper");
    const authors = card.querySelector(".fold-authors:checked");
    if (!authors) return;
    authors.checked = false;
    card.scrollIntoView({ block: "nearest" });
  });
}
