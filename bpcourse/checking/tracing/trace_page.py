"""Trace page: a watched call as HTML that needs nothing else, neither a kernel nor a network.

It holds the call as data, the call as text for whoever runs no script, and the script and the style
that make of it something to step through.
"""

import json
import re
from functools import cache
from html import escape
from pathlib import Path

from ...design import tokens
from . import trace_text

FOLDER = Path(__file__).with_name("view")


def as_html(trace):
    """The HTML of a Trace, for a cell or any page. The same trace makes the same HTML."""
    data = json.dumps(_shared(_data(trace)), separators=(",", ":")).replace("</", "<\\/")
    return (
        f"<style>{_short_style()}</style>"
        f'<div class="bpcourse-trace"><pre>{escape(trace_text.as_text(trace))}</pre>'
        f'<script type="application/json">{data}</script></div>'
        f"<script>{_script()}</script>"
    )


def _data(trace):
    finding = trace.finding
    told = {"source": trace.source.splitlines(), "exercise": trace.exercise, "call": trace.call}
    if finding:
        told["finding"] = {
            "check": finding.check,
            "outcome": finding.outcome,
            "message": finding.message,
            "seed": trace.seed,
        }
    return told


def _shared(data):
    """{"values": [...], ...}: every snapshot once, and its number in all places where it stands."""
    values, places = [], {}

    def walk(one):
        if isinstance(one, dict) and "kind" in one and not {"sign", "of"} & one.keys():
            text = json.dumps(one)
            if text not in places:
                places[text] = len(values)
                values.append(one)
            return {"$": places[text]}
        if isinstance(one, dict):
            return {name: walk(part) for name, part in one.items()}
        return [walk(part) for part in one] if isinstance(one, list) else one

    return walk(data) | {"values": values}


def style():
    """The whole style of the view."""
    return tokens() + (FOLDER / "trace_view.css").read_text(encoding="utf-8")


@cache
def _short_style():
    return re.sub(r"/\*.*?\*/|\n\s*", " ", style(), flags=re.DOTALL)


@cache
def _script():
    return (FOLDER / "trace_view.js").read_text(encoding="utf-8").replace("</", "<\\/")
