// The sheets of the app bar close on Escape and on a click beside them.

export function attachBar(root) {
  const bar = root.getElementById("app-bar");
  const close = () => {
    const open = bar.querySelector("details[open]");
    if (open) open.open = false;
    return open;
  };
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close()?.querySelector("summary").focus();
  });
  root.addEventListener("click", (event) => {
    if (!bar.contains(event.target)) close();
  });
  bar.addEventListener("click", (event) => {
    if (event.target.closest(".i-title")) close();
  });
  bar.querySelector("#app-bar-search").addEventListener("toggle", (event) => {
    if (event.target.open) event.target.querySelector("input").focus();
  });
}
