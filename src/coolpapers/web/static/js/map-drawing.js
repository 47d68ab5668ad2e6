// Points in the plane on a canvas: where each is shown, which is near, and how all are drawn.

const ROOM = 28;
const MOST_CLOSER = 60;
const LABEL_PX = 14;
const APART_PX = 6; // on either side of words
const NARROW_PX = 480;
const WHOLE_TURN = 2 * Math.PI;

export class Drawing {
  constructor(canvas, groups) {
    this.canvas = canvas;
    this.groups = groups;
    this.points = groups.flatMap((group) => group.points);
    this.marked = null;
    this.colours = {};
    this.by = "subject";
    this.asked = false;
  }

  /** The canvas as large as its box, sharp on every screen. */
  size() {
    const { clientWidth, clientHeight } = this.canvas.parentElement;
    const sharp = devicePixelRatio || 1;
    this.width = clientWidth;
    this.height = clientHeight;
    this.canvas.width = Math.round(clientWidth * sharp);
    this.canvas.height = Math.round(clientHeight * sharp);
  }

  /** Whether something may lie out of sight. */
  get isClose() {
    return this.scale > this.least * 1.01;
  }

  /** All points in sight. */
  fit() {
    const range = (of) => {
      const values = this.points.map(of);
      return [Math.min(...values), Math.max(...values)];
    };
    const [[left, right], [top, bottom]] = [range((one) => one.x), range((one) => one.y)];
    const across = (this.width - 2 * ROOM) / (right - left || 1);
    this.least = this.scale = Math.max(1e-3, Math.min(across, (this.height - 2 * ROOM) / (bottom - top || 1)));
    this.left = this.width / 2 - (this.scale * (left + right)) / 2;
    this.top = this.height / 2 - (this.scale * (top + bottom)) / 2;
  }

  colour(by, colours) {
    this.by = by;
    this.colours = colours;
    this.ask();
  }

  shown({ x, y }) {
    return [this.left + this.scale * x, this.top + this.scale * y];
  }

  /** Nearer by a factor; what is at this place of the canvas stays there. */
  zoom(by, x, y) {
    const scale = Math.max(this.least, Math.min(this.least * MOST_CLOSER, this.scale * by));
    this.left = x - ((x - this.left) * scale) / this.scale;
    this.top = y - ((y - this.top) * scale) / this.scale;
    this.scale = scale;
  }

  move(x, y) {
    this.left += x;
    this.top += y;
  }

  /** Moves the map so that a point is in sight. */
  reveal(point) {
    const [x, y] = this.shown(point);
    const into = (at, most) => Math.max(ROOM - at, 0) + Math.min(most - ROOM - at, 0);
    this.move(into(x, this.width), into(y, this.height));
  }

  /** The point nearest to a place of the canvas, none if it is farther than `most`. */
  near(x, y, most) {
    let best = null;
    let least = most * most;
    for (const point of this.points) {
      const [left, top] = this.shown(point);
      const apart = (left - x) ** 2 + (top - y) ** 2;
      if (apart <= least) [best, least] = [point, apart];
    }
    return best;
  }

  /** The next point in a direction: near, and not far to the side; first the one in the middle. */
  beside(point, [across, along]) {
    if (!point) return this.near(this.width / 2, this.height / 2, Infinity);
    let best = point;
    let least = Infinity;
    for (const other of this.points) {
      const [x, y] = [other.x - point.x, other.y - point.y];
      const ahead = x * across + y * along;
      const aside = Math.abs(x * along) + Math.abs(y * across);
      const cost = ahead + 2 * aside;
      if (ahead > 0 && aside <= 2 * ahead && cost < least) [best, least] = [other, cost];
    }
    return best;
  }

  /** Draws with the next frame, however often it is asked. */
  ask() {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      if (this.width) this.draw();
    });
  }

  draw() {
    const pen = this.canvas.getContext("2d");
    const style = getComputedStyle(this.canvas);
    const sharp = this.canvas.width / this.width;
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    pen.fillStyle = style.backgroundColor;
    pen.fillRect(0, 0, this.width, this.height);
    const closer = Math.sqrt(this.scale / this.least);
    const apart = Math.sqrt((this.width * this.height) / this.points.length);
    const radius = Math.min(7, Math.max(1.5, Math.min(4, apart / 8)) * closer ** 0.7);
    this.dots(pen, radius);
    pen.strokeStyle = style.color;
    pen.lineWidth = 1.6;
    for (const point of this.points) if (point.chosen) this.ring(pen, point, radius + 2);
    this.names(pen, style);
    pen.lineWidth = 3;
    if (this.marked) this.ring(pen, this.marked, radius + 4);
  }

  /** All points of a colour at once: a thousand paths would take a thousand times as long. */
  dots(pen, radius) {
    const paths = {};
    for (const point of this.points) {
      const [x, y] = this.shown(point);
      if (x < -9 || y < -9 || x > this.width + 9 || y > this.height + 9) continue;
      const path = (paths[point[this.by]] ??= new Path2D());
      path.moveTo(x + radius, y);
      path.arc(x, y, radius, 0, WHOLE_TURN);
    }
    pen.globalAlpha = 0.8;
    for (const [name, path] of Object.entries(paths)) {
      pen.fillStyle = this.colours[name];
      pen.fill(path);
    }
    pen.globalAlpha = 1;
  }

  ring(pen, point, radius) {
    const [x, y] = this.shown(point);
    pen.beginPath();
    pen.arc(x, y, radius, 0, WHOLE_TURN);
    pen.stroke();
  }

  /** The words of groups, the largest first; one that would lie over another is left out. */
  names(pen, style) {
    pen.font = `600 ${LABEL_PX}px ${style.fontFamily}`;
    pen.textAlign = "center";
    pen.lineJoin = "round";
    pen.lineWidth = 4;
    pen.strokeStyle = style.backgroundColor;
    pen.fillStyle = style.color;
    const boxes = [];
    const most = this.width < NARROW_PX ? 2 : 3;
    for (const group of this.groups) {
      const words = group.words.slice(0, most).join(", ");
      const [middle, y] = this.shown(group);
      const half = pen.measureText(words).width / 2;
      const x = Math.max(half + 4, Math.min(this.width - half - 4, middle));
      const box = [x - half - APART_PX, y - LABEL_PX, x + half + APART_PX, y + 4];
      if (boxes.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
      boxes.push(box);
      pen.strokeText(words, x, y);
      pen.fillText(words, x, y);
    }
    pen.strokeStyle = style.color;
  }

  picture(take) {
    this.draw();
    this.canvas.toBlob(take, "image/png");
  }
}
