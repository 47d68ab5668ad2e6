// Further questions: the conversation stays in this browser and is sent along each time.
import { setBlock } from "./faq-panel.js";
import { button, element } from "./tools.js";

const MOST_TURNS = 20;
const name = (form) => `coolpapers-further ${form.dataset.further}`;

export function attachFurther(form, signal) {
  const field = form.elements.question;
  const turns = recalled(form);
  for (let at = 0; at < turns.length; at += 2) {
    const box = pairBefore(form, turns[at].text, turns[at].html);
    setWhole(box, turns[at + 1]);
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text || form.dataset.busy) return;
    field.value = "";
    ask(form, turns, text, signal);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
}

async function ask(form, turns, text, signal) {
  form.dataset.busy = "yes";
  const box = pairBefore(form, text);
  const question = { role: "user", text };
  const sent = [...turns.slice(-MOST_TURNS), question].map(({ role, text }) => ({ role, text }));
  try {
    const answer = await fetch(form.dataset.further, { method: "POST", body: JSON.stringify(sent), signal });
    if (!answer.ok) throw Object.assign(new Error(), { said: await answer.text() });
    for await (const [kind, told] of events(answer.body)) {
      if (kind === "block") setBlock(box, told.place, told.html);
      else if (kind === "question") setWhole(box.previousSibling, Object.assign(question, told));
      else if (kind === "failed") throw Object.assign(new Error(), { said: told.said });
      else if (kind === "end") {
        turns.push(question, { role: "assistant", text: told.text, html: box.innerHTML });
        keep(form, turns);
        return;
      }
    }
    throw new Error();
  } catch (error) {
    if (signal.aborted) return;
    const again = button("", form.querySelector("button").textContent);
    again.addEventListener("click", () => {
      box.parentElement.remove();
      ask(form, turns, text, signal);
    });
    box.replaceChildren(element("p", { className: "faq-said", role: "status" }, error.said || form.dataset.failed, " ", again));
  } finally {
    delete form.dataset.busy;
  }
}

function pairBefore(form, text, html) {
  const box = element("div", { className: "faq-a" });
  const question = element("p", { className: "faq-q" });
  setWhole(question, { text, html });
  form.before(element("div", { className: "faq-pair" }, question, box));
  return box;
}

/** Shows what was said: as the server wrote it, which has made it safe, or as it was typed. */
function setWhole(box, { text, html }) {
  if (html) box.innerHTML = html;
  else box.textContent = text;
}

/** The events of a stream, in turn: their names and data. */
async function* events(body) {
  let text = "";
  for await (const piece of pieces(body)) {
    text += piece;
    const found = text.split("\n\n");
    text = found.pop();
    for (const one of found) {
      const [, kind, data] = /^event: (\w+)\ndata: (.*)$/s.exec(one) ?? [];
      if (kind) yield [kind, JSON.parse(data)];
    }
  }
}

async function* pieces(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}

function recalled(form) {
  try {
    return JSON.parse(sessionStorage.getItem(name(form))) ?? [];
  } catch {
    return [];
  }
}

function keep(form, turns) {
  try {
    sessionStorage.setItem(name(form), JSON.stringify(turns.slice(-MOST_TURNS)));
  } catch {
    // The conversation lasts as long as the page.
  }
}
