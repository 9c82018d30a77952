// Panel: one picture with its title, its key, its handles, and what is under the pointer.

import { drawAxes, drawGrid, layOut } from "./axes.js";
import { partOf } from "./colourmap.js";
import { h, setText } from "./dom.js";
import { Handles, isHandle } from "./handles.js";
import { BAR, draw, drawSample } from "./marks.js";
import { probe } from "./probe.js";
import { Trails } from "./trails.js";

const SAMPLE = [22, 14]; // pixels of a line or marker in the key
const GROUNDED = ["Contours", "Cells", "Tiles"]; // where these are, no lines at the ticks are needed

export class Panel {
  constructor(panel, controls, isLarge) {
    this.canvas = h("canvas", { role: "img", "aria-label": describe(panel) });
    this.dot = h("span", { class: "bp-dot", hidden: true });
    this.readout = h("span", { class: "bp-readout", hidden: true });
    this.pointer = h("span", { class: "bp-pointer", hidden: true }); // at the bar of colours
    this.handles = new Handles(controls, (handle) => this.tellHandle(handle));
    this.trails = new Trails();
    this.plot = h("div", { class: "bp-plot" }, this.canvas, this.handles.element, this.dot, this.pointer, this.readout);
    const named = panel.marks.filter((mark) => mark.in_key);
    const isTold = (mark) => isLarge || mark.mark !== "Handle"; // a small panel has no room for what its ring says itself
    this.inKey = (named.length > 1 ? named : named.filter((mark) => !["Path", "Curve", "Cells"].includes(mark.mark))).filter(isTold);
    this.samples = this.inKey.map(() => h("canvas", { "aria-hidden": "true", width: SAMPLE[0], height: SAMPLE[1] }));
    const items = this.inKey.map((mark, i) => h("li", {}, this.samples[i], isHandle(mark) && isLarge ? `drag the ${mark.label}` : mark.label));
    const key = items.length ? [h("ul", { class: "bp-key" }, ...items)] : [];
    const title = h("figcaption", {}, h("span", { class: "bp-panel-title" }, panel.title), ...key);
    this.element = h("figure", { class: "bp-panel", "data-large": isLarge }, title, this.plot);
    this.watchPointer();
  }

  // How large it is on the page; asked for when that has changed, not at each drawing.
  measure() {
    this.size = [this.plot.clientWidth, this.plot.clientHeight];
  }

  draw(panel, frame, style) {
    const [width, height] = this.size;
    if (width < 40 || height < 30) return;
    this.panel = panel;
    this.frame = frame;
    const context = prepare(this.canvas, width, height, style.colours.paper);
    const { font } = style;
    context.font = font;
    const measure = (text) => widthOf(context, text);
    const scales = layOut(panel, width, height, measure);
    this.scales = scales;
    if (!panel.marks.some((mark) => GROUNDED.includes(mark.mark))) drawGrid(context, panel, scales, style.colours);
    const unclipped = [];
    context.save();
    clip(context, scales);
    const view = { context, scales, style, frame, font, unclipped, trails: this.trails };
    for (const mark of panel.marks) draw[mark.mark](mark, view);
    context.restore();
    for (const rest of unclipped) rest();
    drawAxes(context, panel, scales, style.colours, measure);
    this.handles.show(panel, scales);
    if (this.held) this.tellHandle(this.held);
    else if (this.under) this.look(...this.under);
  }

  drawKey(style) {
    this.inKey.forEach((mark, i) => drawSample(mark, prepare(this.samples[i], ...SAMPLE), style));
  }

  // ---- the pointer ----

  watchPointer() {
    const { plot } = this;
    plot.addEventListener("pointermove", (event) => this.move(event));
    plot.addEventListener("pointerdown", (event) => this.take(event));
    for (const name of ["pointerup", "pointercancel"]) plot.addEventListener(name, (event) => this.release(event));
    plot.addEventListener("pointerleave", () => this.leave());
    plot.addEventListener("click", (event) => this.click(event));
  }

  place(event) {
    const box = this.plot.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  move(event) {
    if (!this.scales) return;
    const [px, py] = this.place(event);
    if (this.held) {
      this.isDragged ||= Math.hypot(px - this.from[0], py - this.from[1]) > 3;
      return this.handles.drag(this.held, px, py);
    }
    const handle = this.handles.at(px, py, event.pointerType);
    this.plot.style.cursor = handle ? handle.move.cursor : this.handles.pen ? "crosshair" : "";
    this.hover(handle);
    if (handle) return this.tellHandle(handle);
    this.look(px, py);
  }

  take(event) {
    const handle = this.scales && event.button === 0 && this.handles.at(...this.place(event), event.pointerType);
    if (!handle) return;
    event.preventDefault(); // no text is selected while it is dragged
    this.held = handle;
    [this.from, this.isDragged] = [this.place(event), false];
    this.plot.setPointerCapture(event.pointerId);
    handle.knob.focus({ preventScroll: true });
    handle.knob.classList.add("bp-held");
  }

  // Where points can be set by hand, a click sets one, or changes the one that is there.
  click(event) {
    const control = this.scales && this.handles.pen;
    if (!control || this.isDragged) return void (this.isDragged = false);
    const [px, py] = this.place(event);
    const { left, right, top, bottom } = this.scales.frame;
    const handle = this.handles.at(px, py, event.pointerType);
    if (handle) {
      if (handle.move.turn) control.touch(handle.k);
    } else if (px >= left && px <= right && py >= top && py <= bottom) control.add([this.scales.x.invert(px), this.scales.y.invert(py)]);
    this.handles.show(this.panel, this.scales);
  }

  release(event) {
    if (!this.held) return;
    this.held.knob.classList.remove("bp-held");
    this.held = null;
    this.move(event);
  }

  leave() {
    if (this.held) return;
    this.under = null;
    this.hover(null);
    this.tell(null);
  }

  hover(handle) {
    if (this.hovered === handle) return;
    this.hovered?.knob.classList.remove("bp-hovered");
    handle?.knob.classList.add("bp-hovered");
    this.hovered = handle;
  }

  // ---- the value beside it ----

  look(px, py) {
    this.under = [px, py];
    const { left, right, top, bottom } = this.scales.frame;
    const isIn = px >= left && px <= right && py >= top && py <= bottom;
    this.tell(isIn ? probe(this.panel, this.scales, this.frame, px, py) : null);
  }

  tellHandle(handle) {
    const isTold = handle && !Number.isNaN(handle.x);
    this.tell(isTold ? { x: handle.x, y: handle.y, text: `${handle.move.name}: ${handle.text}`, isKnob: true } : null);
  }

  tell(found) {
    this.readout.hidden = !found;
    this.dot.hidden = !found || found.isKnob || GROUNDED.includes(found.mark?.mark);
    this.pointer.hidden = found?.mark?.mark !== "Cells";
    if (!found) return;
    setText(this.readout, found.text);
    const [width] = this.size;
    const { right, top, bottom } = this.scales.frame;
    const { offsetWidth: wide, offsetHeight: high } = this.readout;
    const left = found.x + 11 + wide < width ? found.x + 11 : Math.max(0, found.x - 11 - wide);
    const above = found.y - 10 - high;
    this.readout.style.transform = `translate(${left}px, ${above > 0 ? above : found.y + 12}px)`;
    this.dot.style.transform = `translate(${found.x}px, ${found.y}px)`;
    if (!this.pointer.hidden) {
      const y = bottom - (bottom - top) * partOf(found.mark, found.value);
      this.pointer.style.transform = `translate(${right + 7 + BAR}px, ${y}px)`;
    }
  }
}

function describe(panel) {
  const axes = [panel.y.label, panel.x.label].filter(Boolean);
  return `${panel.title}${axes.length === 2 ? `: ${axes[0]} over ${axes[1]}` : ""}.`;
}

// A context that draws in CSS pixels, sharp on every screen. With `paper` the whole bitmap is filled, to its last pixel also
// where a pixel of the page is 1.5 of the screen's.
function prepare(canvas, width, height, paper) {
  const ratio = window.devicePixelRatio || 1;
  const [w, ht] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== ht) {
    canvas.width = w;
    canvas.height = ht;
    canvas.style.width = `${w / ratio}px`;
    canvas.style.height = `${ht / ratio}px`;
  }
  const context = canvas.getContext("2d", { alpha: !paper });
  context.setTransform(1, 0, 0, 1, 0, 0);
  if (paper) {
    context.fillStyle = paper;
    context.fillRect(0, 0, w, ht);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.setLineDash([]);
  context.globalAlpha = 1;
  return context;
}

const widths = new Map();

// The width of a text in the context's font; asked for once.
function widthOf(context, text) {
  const key = `${context.font} ${text}`;
  if (!widths.has(key)) widths.set(key, context.measureText(text).width);
  return widths.get(key);
}

function clip(context, scales) {
  const { left, right, top, bottom } = scales.frame;
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
}
