// As left: the panels with their titles, keys and knobs as one PNG, for a page that will be opened without a kernel.

// Returns the promise of a data address: to compress it takes longer than to draw it, and nobody waits for it.
export function pictureOf(root) {
  const panels = root.querySelector(".bp-panels");
  const frame = panels.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.ceil(frame.width), Math.ceil(frame.height)];
  const context = canvas.getContext("2d");
  const page = getComputedStyle(root);
  context.fillStyle = page.backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const place = (element) => {
    const box = element.getBoundingClientRect();
    return [box.left - frame.left, box.top - frame.top, box.width, box.height];
  };
  for (const one of panels.querySelectorAll("canvas")) if (one.width && one.clientWidth) context.drawImage(one, ...place(one));
  for (const text of panels.querySelectorAll(".bp-panel-title, .bp-key li")) write(context, text, place(text));
  for (const knob of panels.querySelectorAll(".bp-knob")) if (!knob.hidden) ring(context, knob, place(knob), page);
  return new Promise((made) => canvas.toBlob((png) => address(png, made)));
}

function address(png, made) {
  const reader = new FileReader();
  reader.onload = () => made(reader.result);
  reader.readAsDataURL(png);
}

function write(context, element, [left, top, , height]) {
  const style = getComputedStyle(element);
  const sample = element.querySelector("canvas");
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.fillStyle = style.color;
  context.textBaseline = "middle";
  context.fillText(element.textContent, left + (sample ? sample.clientWidth + 4 : 0), top + height / 2);
}

function ring(context, knob, [left, top, width, height], page) {
  context.fillStyle = page.backgroundColor;
  context.strokeStyle = getComputedStyle(knob, "::before").borderTopColor;
  context.lineWidth = 3;
  context.beginPath();
  context.arc(left + width / 2, top + height / 2, 5.5, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}
