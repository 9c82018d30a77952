// Editor: where Python is written. Tab leaves it, so that no hand on a keyboard is caught in it; Ctrl-] and Ctrl-[ indent.

import { closeBrackets } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: "var(--bp-link)", fontWeight: "var(--bp-bold)" },
  { tag: [tags.string, tags.number, tags.bool], color: "var(--bp-wrong)" },
  { tag: tags.comment, color: "var(--bp-grey)" },
]);

const LOOK = EditorView.theme({
  "&": { color: "var(--bp-ink)", backgroundColor: "var(--bp-soft)", borderRadius: "var(--bp-radius)", border: "1px solid var(--bp-edge)" },
  "&.cm-focused": { outline: "3px solid var(--bp-focus)" },
  ".cm-scroller": { fontFamily: "var(--bp-mono)", fontSize: "0.92rem", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--bp-ink)", padding: "var(--bp-2) 0" },
  ".cm-gutters": { color: "var(--bp-grey)", backgroundColor: "var(--bp-soft)", border: "none" },
  ".cm-cursor": { borderLeftColor: "var(--bp-ink)" },
  "& .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { backgroundColor: "var(--bp-line)" },
});

// `label` names it, `changed` is called with its text at each change, `run` when Shift-Enter or Ctrl-Enter is pressed.
export function makeEditor(host, { text, label, changed, run }) {
  const runs = ["Shift-Enter", "Mod-Enter"].map((key) => ({ key, run: () => (run(), true) }));
  const extensions = [
    lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(), python(), LOOK,
    indentUnit.of("    "), syntaxHighlighting(COLOURS), EditorView.lineWrapping,
    keymap.of([...runs, ...defaultKeymap, ...historyKeymap]),
    EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off", autocorrect: "off" }),
    EditorView.updateListener.of((update) => update.docChanged && changed(update.state.doc.toString())),
  ];
  const view = new EditorView({ parent: host, state: EditorState.create({ doc: text, extensions }) });
  return {
    get text() {
      return view.state.doc.toString();
    },
    // Another text, which undo takes back.
    set text(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    focus: () => view.focus(),
  };
}
