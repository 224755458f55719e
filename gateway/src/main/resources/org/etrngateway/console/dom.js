// Elements from values. Text goes in as text, whatever a mail or a server put into it: nothing here reads markup. Marks that
// turn the direction of what follows are seen and not obeyed, for they make one name out of another.

const TURNS = /[\u202A-\u202E\u2066-\u2069]/g;
const SVG = 'http://www.w3.org/2000/svg';

export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false).map(seen));
  return element;
}

const seen = (child) => (child instanceof Node ? child : String(child).replace(TURNS, '\uFFFD'));

export function show(parent, ...children) {
  parent.replaceChildren(...children.flat().filter(Boolean).map(seen));
}

export const byId = (id) => document.getElementById(id);
