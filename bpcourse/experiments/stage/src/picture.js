// Picture: the panels of a scene, each a canvas with a title above and a legend below.

import { drawAxes, makeScales } from "./axes.js";
import { h, setText } from "./dom.js";
import { draw, drawSample } from "./marks.js";
import { colours } from "./theme.js";

const HEIGHT = 260;

export class Picture {
  constructor(root, style) {
    this.root = root;
    this.style = style; // dashes and markers by role
    this.panels = [];
    this.frame = 0;
    this.element = h("div", { class: "bp-panels" });
    this.resizer = new ResizeObserver(() => this.measure());
    this.resizer.observe(this.element);
  }

  // What a drawing needs to know of the page. It is asked for here and not at each drawing, where asking would cost more
  // than drawing: the browser has to lay out the whole notebook before it can answer.
  measure() {
    this.colours = colours(this.root);
    this.font = `12px ${getComputedStyle(this.root).fontFamily}`;
    this.widths = this.panels.map((panel) => panel.element.clientWidth);
    this.legendIsOld = true;
    this.draw();
  }

  close() {
    this.resizer.disconnect();
  }

  show(scene, frame) {
    this.scene = scene;
    this.frame = frame;
    if (signature(scene) === this.signature) return this.draw();
    this.rebuild(scene);
    this.measure();
  }

  setFrame(frame) {
    this.frame = frame;
    this.draw();
  }

  // New elements only where the panels themselves are other ones; a moved slider only redraws.
  rebuild(scene) {
    this.signature = signature(scene);
    this.panels = scene.panels.map((panel) => {
      const canvas = h("canvas", { role: "img", "aria-label": `${panel.title}: ${panel.y.label} over ${panel.x.label}.` });
      const title = h("figcaption", { class: "bp-title" }, panel.title);
      // names stand in the picture and explain themselves
      const legend = panel.marks.map((mark) => h("li", { hidden: mark.mark === "Names" }, h("canvas", { "aria-hidden": "true" }), mark.label));
      const left = h("li", { class: "bp-left" });
      const element = h("figure", { class: "bp-panel" }, title, canvas, h("ul", { class: "bp-legend" }, ...legend, left));
      return { canvas, title, legend, left, element };
    });
    this.element.replaceChildren(...this.panels.map((panel) => panel.element));
  }

  draw() {
    if (!this.scene || !this.colours) return;
    const style = { ...this.style, colours: this.colours };
    this.scene.panels.forEach((panel, i) => {
      const { canvas, legend, left } = this.panels[i];
      const width = this.widths[i];
      if (!width) return;
      const context = prepare(canvas, width, HEIGHT, this.font, true);
      context.fillStyle = style.colours.paper;
      context.fillRect(0, 0, width, HEIGHT);
      const scales = makeScales(panel, width, HEIGHT);
      context.save();
      clip(context, scales);
      for (const mark of panel.marks) draw[mark.mark](mark, { context, scales, style, frame: this.frame });
      context.restore();
      drawAxes(context, panel, scales, style.colours);
      setText(left, departures(panel, this.frame));
      if (this.legendIsOld) panel.marks.forEach((mark, k) => drawSample(mark, prepare(legend[k].firstChild, 30, 14, this.font), style));
    });
    this.legendIsOld = false;
  }
}

function signature(scene) {
  return JSON.stringify(scene.panels.map((panel) => [panel.title, panel.marks.map((mark) => mark.label)]));
}

// A context that draws in CSS pixels, sharp on every screen.
function prepare(canvas, width, height, font, opaque = false) {
  const ratio = window.devicePixelRatio || 1;
  const [w, ht] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== ht) {
    canvas.width = w;
    canvas.height = ht;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext("2d", { alpha: !opaque });
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = font;
  context.setLineDash([]);
  return context;
}

function clip(context, scales) {
  const [left, right] = scales.x.range();
  const [bottom, top] = scales.y.range();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
}

// What has left the panel is not shown as if it were not there.
function departures(panel, frame) {
  return panel.marks
    .filter((mark) => mark.leaves !== null && mark.leaves !== undefined && mark.leaves <= frame)
    .map((mark) => `⚠ ${mark.label} leaves at step ${mark.leaves}`)
    .join("; ");
}
