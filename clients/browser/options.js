// The one thing there is to set: where one's instance is.
const DEFAULT = "http://127.0.0.1:8000";
const field = document.getElementById("instance");
const said = document.getElementById("said");

chrome.storage.sync.get({ instance: DEFAULT }).then(({ instance }) => (field.value = instance));

document.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { protocol, origin, pathname } = new URL(field.value);
  if (!/^https?:$/.test(protocol)) return void (said.textContent = "An address begins with http:// or https://");
  await chrome.storage.sync.set({ instance: origin + pathname.replace(/\/+$/, "") });
  said.textContent = "Saved.";
});
