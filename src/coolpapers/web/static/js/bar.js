// The sheets of the app bar and of a list's head close on Escape and on a click beside them.

export function attachBar(root) {
  const bar = root.getElementById("app-bar");
  const close = () => {
    const open = root.querySelector("#app-bar details[open], .forms[open]");
    if (open) open.open = false;
    return open;
  };
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close()?.querySelector("summary").focus();
  });
  root.addEventListener("click", (event) => {
    if (!event.target.closest("#app-bar, .forms")) close();
  });
  bar.addEventListener("click", (event) => {
    if (event.target.closest(".i-title")) close();
  });
  bar.querySelector("#app-bar-search").addEventListener("toggle", (event) => {
    if (event.target.open) event.target.querySelector("input").focus();
  });
}
