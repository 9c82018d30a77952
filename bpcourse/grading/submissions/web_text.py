"""Web text: what was typed into a platform's text field, which hands it out as a page of HTML."""

from html.parser import HTMLParser

BLOCKS = {"p", "div", "pre", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "br", "blockquote"}
SILENT = {"script", "style", "head", "title"}


def cells_of(text):
    """The text in cells: each <pre> is one, or all of it where there is none."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    whole, pres = "".join(reader.whole), ["".join(pre) for pre in reader.pres]
    return [cell.replace("\xa0", " ").strip("\n") for cell in pres or [whole]]


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.whole, self.pres = [], []
        self.pre = self.silent = 0

    def handle_starttag(self, tag, attributes):
        if tag == "br":
            self._write("\n")
        elif tag == "pre":
            self.pre += 1
            self.pres += [[]] if self.pre == 1 else []
        elif tag in SILENT:
            self.silent += 1

    def handle_endtag(self, tag):
        if tag == "pre":
            self.pre = max(0, self.pre - 1)
        elif tag in SILENT:
            self.silent = max(0, self.silent - 1)
        if tag in BLOCKS and not self.pre:
            self._write("\n")

    def handle_data(self, data):
        if not self.silent:
            # outside of <pre> a line's end in the source is a space, and means nothing after a tag
            self._write(data if self.pre else data.replace("\r", "").replace("\n", ""))

    def _write(self, data):
        self.whole.append(data)
        if self.pre:
            self.pres[-1].append(data)
