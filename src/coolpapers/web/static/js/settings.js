// Colours change at once, the language with a new page; both are kept in cookies, so that the
// server writes the next page right and nothing flashes.

const YEAR_S = 365 * 24 * 3600;

function keep(name, value) {
  const age = value ? YEAR_S : 0;
  document.cookie = `${name}=${value}; path=/; max-age=${age}; samesite=lax`;
}

export function showTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  document.querySelector('meta[name="color-scheme"]').content = theme || "light dark";
}

export function attachSettings(root) {
  const form = root.querySelector("form.preferences");
  form.querySelector('button[type="submit"]').hidden = true;
  form.addEventListener("change", ({ target }) => {
    if (target.name === "theme") {
      keep("theme", target.value);
      showTheme(target.value);
    } else if (target.name === "lang") {
      keep("lang", target.value);
      location.reload();
    }
  });
}
