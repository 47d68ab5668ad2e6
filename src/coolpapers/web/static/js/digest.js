// A digest without what was seen or hidden here: the addresses of these papers are sent along.
import { recall } from "./storage.js";
import { element } from "./tools.js";

export function attachDigest(root) {
  const form = root.getElementById("digest-choices");
  form?.addEventListener("submit", (event) => {
    if (!form.querySelector("[data-unseen]").checked) return;
    event.preventDefault();
    const query = new URLSearchParams(new FormData(form));
    // As plain text the addresses stand one a line, and the answer is an ordinary page.
    const sent = element("form", { method: "post", enctype: "text/plain", action: `${form.action}?${query}` });
    const kept = ["coolpapers-seen", "coolpapers-hidden"].flatMap((name) => recall(name).split("\n"));
    const value = ["", ...kept.map((line) => line.split("\t")[0])].join("\n");
    sent.append(element("textarea", { hidden: true, name: "seen", value }));
    root.body.append(sent);
    sent.submit();
  });
}
