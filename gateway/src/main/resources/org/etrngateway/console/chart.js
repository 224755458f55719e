// A curve of figures that come second by second.

import { svg } from './dom.js';

const WIDTH = 600;
const HEIGHT = 96;
const SPAN = 120;

/** The last figures, as many as the curve is wide. */
export class Series {
  #figures = [];

  add(figure) {
    this.#figures.push(figure);
    if (this.#figures.length > SPAN) this.#figures.shift();
  }

  get most() {
    return Math.max(0, ...this.#figures);
  }

  /** Drawn from the right, where now is. */
  draw(label) {
    const top = this.most || 1;
    const step = WIDTH / (SPAN - 1);
    const from = WIDTH - (this.#figures.length - 1) * step;
    const points = this.#figures.map((figure, i) => [from + i * step, HEIGHT - 3 - (figure / top) * (HEIGHT - 10)]);
    const line = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
    return svg('svg', { class: 'chart', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
      [0.25, 0.5, 0.75].map((part) => svg('line', { class: 'grid', x1: 0, x2: WIDTH, y1: HEIGHT * part, y2: HEIGHT * part })),
      points.length > 1 && svg('polygon', { class: 'area', points: `${from.toFixed(1)},${HEIGHT} ${line} ${WIDTH},${HEIGHT}` }),
      svg('polyline', { class: 'curve', points: line }));
  }
}
