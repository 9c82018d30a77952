// Picture: the panels of a scene. The first ones are large; the others, their witnesses, stand beside them.

import { mapsOn } from "./colourmap.js";
import { h } from "./dom.js";
import { Panel } from "./panel.js";
import { colours } from "./theme.js";

export class Picture {
  constructor(root, style, controls) {
    this.root = root;
    this.style = style; // dashes and markers
    this.maps = style.maps; // as they are on white paper
    this.controls = controls;
    this.panels = [];
    this.frame = 0;
    this.element = h("div", { class: "bp-panels" });
    this.resizer = new ResizeObserver(() => this.measure());
  }

  // What a drawing needs to know of the page. It is asked for here and not at each drawing, where asking would cost more
  // than drawing: the browser has to lay out the whole notebook before it can answer.
  measure() {
    const page = getComputedStyle(this.root);
    const now = colours(page);
    this.style = { ...this.style, colours: now, maps: mapsOn(this.maps, now.paperParts), font: `${page.getPropertyValue("--bp-small").trim()} ${page.fontFamily}` };
    for (const panel of this.panels) panel.measure();
    this.keyIsOld = true;
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

  // New elements only for panels that are other ones than before; a moved slider only redraws.
  rebuild(scene) {
    this.signature = signature(scene);
    const before = new Map(this.panels.map((panel) => [panel.kind, panel]));
    this.panels = scene.panels.map((panel, i) => {
      const kind = kindOf(panel, i < scene.large);
      return before.get(kind) ?? Object.assign(new Panel(panel, this.controls, i < scene.large), { kind });
    });
    const large = this.panels.slice(0, scene.large).map((panel) => panel.element);
    const small = this.panels.slice(scene.large).map((panel) => panel.element);
    const witnesses = small.length ? [h("div", { class: "bp-witnesses", "data-count": small.length }, ...small)] : [];
    this.element.dataset.large = large.length;
    this.element.replaceChildren(...large, ...witnesses);
    this.resizer.disconnect();
    for (const panel of this.panels) this.resizer.observe(panel.plot); // it changes with its title and key, too
  }

  draw() {
    if (!this.scene || !this.style.colours) return;
    this.scene.panels.forEach((panel, i) => {
      this.panels[i].draw(panel, this.frame, this.style);
      if (this.keyIsOld) this.panels[i].drawKey(this.style);
    });
    this.keyIsOld = false;
  }
}

function signature(scene) {
  return scene.panels.map((panel, i) => kindOf(panel, i < scene.large)).join();
}

// What the elements of a panel are made from.
function kindOf(panel, isLarge) {
  return JSON.stringify([isLarge, panel.title, panel.marks.map((mark) => [mark.mark, mark.label, mark.in_key])]);
}
