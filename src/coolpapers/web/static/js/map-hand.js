// The hand on the map: one pointer drags or points, two bring it nearer, the wheel too.

const CLICK_PX = 5;
const REACH_PX = { mouse: 14, pen: 18, touch: 26 };
const WHEEL = 0.0016;
const LINE_PX = 24;

export function attachHand(box, { drawing, point, open, zoom, move }) {
  const down = new Map(); // pointer -> where it is
  let travelled = 0;

  const at = (event) => {
    const { left, top } = box.getBoundingClientRect();
    return [event.clientX - left - box.clientLeft, event.clientY - top - box.clientTop];
  };
  const found = (event) => drawing.near(...at(event), REACH_PX[event.pointerType] ?? REACH_PX.mouse);

  box.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    if (!down.size) travelled = 0;
    down.set(event.pointerId, at(event));
    box.setPointerCapture(event.pointerId);
  });
  box.addEventListener("pointermove", (event) => {
    const before = down.get(event.pointerId);
    const now = at(event);
    if (!before) {
      const under = found(event);
      if (under !== drawing.marked) point(under);
      box.classList.toggle("on-paper", under !== null);
      return;
    }
    const moved = [now[0] - before[0], now[1] - before[1]];
    travelled += Math.hypot(...moved);
    if (down.size === 2) {
      const other = [...down].find(([id]) => id !== event.pointerId)[1];
      const spread = (one) => Math.hypot(one[0] - other[0], one[1] - other[1]) || 1;
      zoom(spread(now) / spread(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
      move(moved[0] / 2, moved[1] / 2);
    } else if (travelled > CLICK_PX) {
      move(...moved);
    }
    down.set(event.pointerId, now);
  });
  const lift = (event) => {
    const wasDown = down.delete(event.pointerId);
    if (!wasDown || event.type !== "pointerup" || travelled > CLICK_PX) return;
    const under = found(event);
    point(under);
    open(under);
  };
  box.addEventListener("pointerup", lift);
  box.addEventListener("pointercancel", lift);
  box.addEventListener("pointerleave", () => !down.size && !box.matches(":focus") && point(null));
  // The whole map cannot get smaller: the wheel then moves the page, as everywhere.
  box.addEventListener("wheel", (event) => {
    if (event.deltaY > 0 && !drawing.isClose) return;
    event.preventDefault();
    const distance = event.deltaY * (event.deltaMode ? LINE_PX : 1);
    zoom(Math.exp(-distance * WHEEL), ...at(event));
  }, { passive: false });
}
