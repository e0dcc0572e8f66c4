// Findings of the validator, in place.

import { type Diagnostic, forEachDiagnostic, nextDiagnostic, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
import type { Text, TransactionSpec } from "@codemirror/state";
import { type Command, EditorView } from "@codemirror/view";
import type { EditorState } from "@codemirror/state";
import type { Mark } from "../api/types";
import { finding } from "./telling";

const SEVERITIES = { error: "error", warning: "warning", note: "info" } as const;

function diagnostic(mark: Mark, doc: Text): Diagnostic {
  const line = doc.line(Math.min(Math.max(mark.line, 1), doc.lines));
  const start = Math.min(Math.max(mark.column - 1, 0), line.length);
  const from = mark.column > 0 ? line.from + start : line.from + (line.text.length - line.text.trimStart().length);
  const to = mark.end_column > mark.column ? Math.min(line.from + mark.end_column - 1, line.to) : line.to;
  const severity = SEVERITIES[mark.severity as keyof typeof SEVERITIES] ?? "error";
  const words = mark.hint ? `${mark.message} – ${mark.hint}` : mark.message;
  return { from: Math.min(from, to), to, severity, message: words, renderMessage: () => finding(mark.message, mark.hint) };
}

export function shownMarks(state: EditorState, marks: readonly Mark[]): TransactionSpec {
  return setDiagnostics(
    state,
    marks.map((mark) => diagnostic(mark, state.doc)),
  );
}

/** The finding at a place, worst first. */
export function findingAt(state: EditorState, at: number): Diagnostic | null {
  const line = state.doc.lineAt(at);
  const found: Diagnostic[] = [];
  forEachDiagnostic(state, (one, from, to) => {
    if (from <= line.to && to >= line.from) found.push(one);
  });
  const order = ["error", "warning", "info", "hint"];
  return found.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))[0] ?? null;
}

function told(step: Command): Command {
  return (view) => {
    if (!step(view)) return false;
    const found = findingAt(view.state, view.state.selection.main.head);
    const line = view.state.doc.lineAt(view.state.selection.main.head).number;
    view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head, { y: "center" }) });
    if (found) view.dispatch({ effects: EditorView.announce.of(`Line ${line}: ${found.message}`) });
    return true;
  };
}

export const toNextFinding = told(nextDiagnostic);
export const toFindingBefore = told(previousDiagnostic);
