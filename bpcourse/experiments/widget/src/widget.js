// Widget: the channel between a notebook's page and its kernel. The kernel's side is jupyter.py.

export function overWidget(model, element) {
  const channel = {
    get keeps() {
      return Boolean(element.closest(".jp-OutputArea")); // in other notebooks it would be seen twice
    },
    send: (text, buffers = []) => {
      try {
        model.send({ text }, undefined, buffers);
      } catch (error) {
        console.warn(error); // a kernel that is being restarted hears nothing; onclose follows
      }
    },
    onmessage: () => {},
    onclose: () => {},
    close: () => {
      model.off("msg:custom", hear);
      model.off("comm_live_update", look);
    },
  };
  const hear = ({ text }, buffers) => channel.onmessage(text, buffers ?? []);
  // A restarted kernel knows none of its widgets any more; the layout is one that says so.
  const look = () => setTimeout(() => model.get("layout")?.comm_live === false && channel.onclose());
  model.on("msg:custom", hear);
  model.on("comm_live_update", look);
  return channel;
}
