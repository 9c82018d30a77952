"""Markdown as HTML, its formulas as MathML."""

import re

from .mathml import mathml


def markdown(text):
    """Markdown as HTML, its formulas as MathML, its links to notebooks as links to pages."""
    import mistune

    formulas = []

    def keep(match):
        display = match[1] is not None
        made = mathml(match[1] if display else match[2], display=display)
        if display:
            made = (
                f'<span class="scroll" tabindex="0" role="group" aria-label="Formula">{made}</span>'
            )
        formulas.append(made)
        return f"FORMULA{len(formulas) - 1}END"

    text = re.sub(r"\$\$(.+?)\$\$|\$(.+?)\$", keep, text, flags=re.DOTALL)
    html = mistune.create_markdown(escape=False, plugins=["table"])(text)
    html = re.sub(r"FORMULA(\d+)END", lambda match: formulas[int(match[1])], html)
    html = re.sub(r'href="([\w-]+)\.ipynb"', r'href="\1.html"', html)
    html = re.sub(r"<th([ >])", r'<th scope="col"\1', html)
    group = '<div class="scroll" tabindex="0" role="group" aria-label="Table">'
    return html.replace("<table>", f"{group}<table>").replace("</table>", "</table></div>")
