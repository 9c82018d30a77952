"""axe-core: what in a page keeps people out, by the rules of WCAG."""

from pathlib import Path

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]  # all that another theme can change


def findings(page, rules=TAGS, within="*"):
    """Pairs of a rule that is broken and the HTML that breaks it, inside of nodes of that selector,
    and the set of all rules that are broken anywhere in the page.
    """
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(_source())
    found = page.evaluate(
        """([rules, within]) =>
          axe.run(document, { runOnly: rules, resultTypes: ['violations'] })
            .then((result) => result.violations.flatMap(({ id, nodes }) => nodes.map((node) =>
              [id, node.html.slice(0, 200),
               !!document.querySelector(node.target.at(-1))?.closest(within)])))""",
        [rules, within],
    )
    return [(rule, html) for rule, html, ours in found if ours], {rule for rule, *_ in found}


def _source():
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
