// Site files: where Python and the course are in this site, and how large they are. The builder has written it down.

let told;

export function siteFiles() {
  const list = new URL("./files.json", import.meta.url);
  told ??= fetch(list)
    .then((response) => response.json())
    .then((files) => ({ ...files, python: new URL(files.python, list).href, course: new URL(files.course, list).href }));
  return told;
}
