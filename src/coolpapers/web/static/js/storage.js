// What this browser remembers. Storage may be full or forbidden: then nothing is remembered.

export function recall(name) {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

export function remember(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // The page works without.
  }
}

/** A list kept as a comma list; lists kept as JSON are read too. */
export function recallList(name) {
  const kept = recall(name).trim();
  if (kept.startsWith("[")) {
    try {
      return JSON.parse(kept).map(String).filter(Boolean);
    } catch {
      return [];
    }
  }
  return kept.split(",").map((part) => part.trim()).filter(Boolean);
}

export function rememberList(name, values) {
  remember(name, values.join(","));
}
