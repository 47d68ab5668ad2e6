// The map of a list: what draws it comes only with a page that has one.
export function attachMap(root) {
  const box = root.getElementById("map");
  if (box) import("./map-view.js").then(({ showMap }) => showMap(root, box));
}
