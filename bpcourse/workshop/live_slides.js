// Live slides: on a slide with an experiment, what the room has predicted, and the experiment itself. Without the
// instructor's secret the slides stay as they are.
// L: let the experiment live; O: show what the room predicted.

const secret = sessionStorage.getItem(`bpcourse ${new URL("../present", location).pathname}`);
const headers = { "Workshop-Secret": secret };
const EVERY = 1000; // milliseconds

async function ask(path, body) {
  const options = body ? { method: "POST", body: JSON.stringify(body), headers } : { headers };
  const reply = await fetch(`../${path}`, options);
  if (!reply.ok) throw new Error(reply.status);
  return reply.json();
}

class Place {
  constructor(element) {
    this.element = element;
    this.name = element.dataset.experiment;
    this.key = crypto.getRandomValues(new Uint32Array(4)).join("-");
    this.room = node("div", "", { class: "room", role: "status" });
    this.stage = node("div", "", { class: "stage" });
    this.live = node("button", [node("kbd", "L"), " Let it live"], { type: "button" });
    this.open = node("button", [node("kbd", "O"), " Show what the room predicted"], { type: "button", hidden: "" });
    this.live.addEventListener("click", () => this.begin());
    this.open.addEventListener("click", () => this.show());
    element.append(this.stage, node("div", [this.room, node("p", [this.open, this.live], { class: "buttons" })]));
  }

  get slide() {
    return this.element.closest(".slide");
  }

  // The experiment in place of its picture; its words travel as requests.
  async begin() {
    if (this.live.hidden) return;
    this.live.hidden = true;
    this.slide.classList.add("wide");
    const { mount } = await import(new URL("../stage.js", location));
    const channel = {
      send: (text) => this.carry(channel, text),
      onmessage: () => {},
      onclose: () => {},
      close: () => {},
    };
    this.unmount = mount(this.stage, channel);
    refit();
  }

  // Nobody answers any more: the picture is there again, and what was begun can be begun again.
  end() {
    this.unmount?.();
    this.unmount = null;
    this.live.hidden = false;
    this.slide.classList.remove("wide");
    refit();
  }

  async carry(channel, text) {
    try {
      const { replies } = await ask("stage", { key: this.key, experiment: this.name, text });
      for (const [reply, buffers] of replies) channel.onmessage(reply, buffers.map(bytes));
    } catch {
      this.end();
    }
  }

  async show() {
    if (!this.open.hidden) render(await ask("act", { act: "open", question: this.asked.question }));
  }

  render({ predictions, seats }) {
    this.asked = predictions.find(({ experiment }) => experiment === this.name);
    this.open.hidden = !this.asked || Boolean(this.asked.counts);
    const made = node("div", this.asked ? counted(this.asked, seats) : "");
    if (made.innerHTML === this.room.innerHTML) return;
    this.room.replaceChildren(...made.childNodes);
    refit();
  }
}

const refit = () => dispatchEvent(new Event("resize")); // what is on the slide has changed
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
const places = secret ? [...document.querySelectorAll(".live")].map((element) => new Place(element)) : [];
const render = (room) => places.forEach((place) => place.render(room));

document.addEventListener("keydown", (event) => {
  const act = { l: "begin", o: "show" }[event.key];
  const inside = event.composedPath().some((node) => node.classList?.contains("stage"));
  if (!act || inside || event.ctrlKey || event.altKey || event.metaKey) return;
  places.filter(({ slide }) => slide.classList.contains("now")).forEach((place) => place[act]());
});

async function follow() {
  await ask("live").then(render, () => {}); // where nobody answers, the last counts stay
  setTimeout(follow, EVERY);
}
if (places.length) follow();
