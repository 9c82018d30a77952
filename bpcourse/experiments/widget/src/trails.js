// Trails: where handles have been since their panel was made.

const LONGEST = 300; // places; the oldest ones go

export class Trails {
  constructor() {
    this.byLabel = new Map();
  }

  // The trail of a mark as { x, y }, with the place where it is now as the last one.
  of({ label, x, y }) {
    const trail = this.byLabel.get(label) ?? { x: [], y: [] };
    this.byLabel.set(label, trail);
    if (trail.x.at(-1) === x[0] && trail.y.at(-1) === y[0]) return trail;
    trail.x.push(x[0]);
    trail.y.push(y[0]);
    if (trail.x.length > LONGEST) for (const places of [trail.x, trail.y]) places.shift();
    return trail;
  }
}
