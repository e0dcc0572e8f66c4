// CodeMirror, put together. Fetched when the first editor is shown.

import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, redo, undo } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentService, indentUnit } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  MatchDecorator,
  type Panel,
  showPanel,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import type { Mark } from "../api/types";
import { assistance, type Knowledge, knownAt, linesIn, SECRET } from "./assist";
import { smallest } from "./changes";
import { findingAt, shownMarks, toFindingBefore, toNextFinding } from "./findings";
import { look } from "./look";
import { depthAfter, pathOf, whereAt } from "./where";

/** Where the cursor is: line and column from 1, and the keys that lead there. */
export interface Cursor {
  line: number;
  column: number;
  path: string[];
}

export interface MachineOptions {
  text: string;
  label: string;
  describedBy: string;
  isReadOnly: boolean;
  wraps: boolean;
  knowledge: () => Knowledge;
  onText: (text: string) => void;
  onCursor: (cursor: Cursor) => void;
}

const isOuter = Annotation.define<boolean>();
const secretMark = Decoration.mark({ class: "cm-secret" });
const secrets = new MatchDecorator({ regexp: SECRET, decoration: () => secretMark });

/** The marks that stand for secrets: seen as such, and one piece to the cursor. */
const veiled = ViewPlugin.define(
  (view) => ({
    marks: secrets.createDeco(view),
    update(update: ViewUpdate) {
      this.marks = secrets.updateDeco(update, this.marks);
    },
  }),
  {
    decorations: (plugin) => plugin.marks,
    provide: (plugin) => EditorView.atomicRanges.of((view) => view.plugin(plugin)?.marks ?? Decoration.none),
  },
);

/** An editor in `parent`, and what a page does to it. */
export class Machine {
  readonly view: EditorView;
  private readonly access = new Compartment();
  private readonly wrapping = new Compartment();
  private marks: readonly Mark[] = [];

  constructor(parent: HTMLElement, options: MachineOptions) {
    const state = EditorState.create({ doc: options.text, extensions: [this.extensions(options)] });
    this.view = new EditorView({ state, parent });
  }

  /** Puts a text of the page's in place of what is written, by the smallest edit: cursor and history stay. */
  take(text: string): void {
    const change = smallest(this.text, text);
    if (change) this.view.dispatch({ changes: change, annotations: isOuter.of(true), userEvent: "input.outer" });
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  mark(marks: readonly Mark[]): void {
    if (marks === this.marks || (marks.length === 0 && this.marks.length === 0)) return;
    this.marks = marks;
    this.view.dispatch(shownMarks(this.view.state, marks));
  }

  /** Goes to a line and column, both from 1, and shows it in the middle. */
  show(line: number, column = 1, focuses = true): void {
    const { doc } = this.view.state;
    const found = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const at = Math.min(found.from + Math.max(column - 1, 0), found.to);
    this.view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    if (focuses) this.view.focus();
  }

  allow(isReadOnly: boolean): void {
    this.view.dispatch({ effects: this.access.reconfigure(EditorState.readOnly.of(isReadOnly)) });
  }

  /** Long lines go on in the next one, or lead out of sight. */
  wrap(wraps: boolean): void {
    this.view.dispatch({ effects: this.wrapping.reconfigure(wraps ? EditorView.lineWrapping : []) });
  }

  undo(): boolean {
    return undo(this.view);
  }

  redo(): boolean {
    return redo(this.view);
  }

  close(): void {
    this.view.destroy();
  }

  private extensions(options: MachineOptions): Extension {
    const { label, describedBy, isReadOnly, wraps, knowledge, onText, onCursor } = options;
    return [
      lineNumbers(),
      lintGutter(),
      foldGutter({ openText: "▾", closedText: "▸" }),
      codeFolding(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      history(),
      drawSelection(),
      indentUnit.of("  "),
      indentService.of((context, at) => (context.simulatedBreak === null ? undefined : depthAfter(context.lineAt(at, -1).text))),
      bracketMatching(),
      closeBrackets(),
      highlightSelectionMatches(),
      search({ top: true }),
      yaml(),
      look,
      veiled,
      this.wrapping.of(wraps ? EditorView.lineWrapping : []),
      EditorState.tabSize.of(2),
      this.access.of(EditorState.readOnly.of(isReadOnly)),
      assistance(knowledge),
      showPanel.of((view) => footOf(view, knowledge)),
      keymap.of([
        { key: "F8", run: toNextFinding, shift: toFindingBefore },
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...lintKeymap.filter((one) => one.key !== "F8"),
        ...searchKeymap,
        ...historyKeymap,
        ...foldKeymap,
        ...defaultKeymap,
        indentWithTab,
      ]),
      // A tabindex of its own: what scrolls can be reached by keyboard, and machines can see that.
      EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": describedBy, tabindex: "0", spellcheck: "false", autocapitalize: "off" }),
      EditorView.updateListener.of((update) => {
        const isOwn = update.transactions.some((one) => one.docChanged && !one.annotation(isOuter));
        if (isOwn) onText(update.state.doc.toString());
        if (update.selectionSet || update.docChanged) onCursor(cursorOf(update.state));
      }),
    ];
  }
}

function cursorOf(state: EditorState): Cursor {
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  // In a line the keys of the whole line count, wherever in it the cursor is.
  const end = line.text.trimEnd().length || head - line.from;
  const where = whereAt(linesIn(state.doc), line.number, end) ?? whereAt(linesIn(state.doc), line.number, head - line.from);
  return { line: line.number, column: head - line.from + 1, path: where ? pathOf(where) : [] };
}

/** The line at the foot: where the cursor is, what is wrong there, or what its word means. */
function footOf(view: EditorView, knowledge: () => Knowledge): Panel {
  const dom = document.createElement("div");
  dom.className = "editor-foot";
  const place = document.createElement("span");
  const path = document.createElement("span");
  const words = document.createElement("span");
  place.className = "editor-place";
  path.className = "editor-path";
  words.className = "editor-words";
  dom.append(place, path, words);
  const show = (state: EditorState) => {
    const cursor = cursorOf(state);
    const wrong = findingAt(state, state.selection.main.head);
    const told = wrong ? null : (knownAt(state.doc, state.selection.main.head, knowledge())?.told ?? null);
    place.textContent = `${cursor.line}:${cursor.column}`;
    path.textContent = cursor.path.filter((name) => name !== "-").join(" › ");
    const said = wrong ? wrong.message : told?.summary ? `${told.word}: ${told.summary}` : "";
    words.textContent = said.replaceAll("`", "");
    words.className = wrong ? `editor-words editor-${wrong.severity}` : "editor-words";
    words.title = words.textContent;
  };
  show(view.state);
  return {
    dom,
    update: (update) => {
      if (update.selectionSet || update.docChanged || update.transactions.some((one) => one.effects.length > 0)) show(update.state);
    },
  };
}
