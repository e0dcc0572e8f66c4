import { useEffect, useRef, useState } from "preact/hooks";
import { api, segment } from "../../api/client";
import { ApiProblem, asProblem, isAborted } from "../../api/problem";
import type { Checked, FileText, Mark, Problem, TextDifference } from "../../api/types";
import { useApi } from "../../api/use";
import { OneAtATime } from "../../parts/one-at-a-time";
import { bodyOf, drafts, keyOf, putDraft, type UnsavedText } from "./drafts";

const CHECK_AFTER_MS = 300;
const NO_MARKS: readonly Mark[] = [];

/** What lies on the disk. A text that was only opened is not checked yet: long ones take a while. */
type SavedText = FileText & { isChecked?: boolean };

/** A file under somebody's hands. */
export interface OpenFile {
  saved: SavedText | undefined;
  problem: Problem | null;
  again: () => void;
  text: string;
  isDirty: boolean;
  write: (text: string, version?: string) => void;
  /** Takes the draft away. */
  drop: () => void;
  /** Saves the draft over `digest`. Throws what the API answers; 409 where somebody else saved meanwhile. */
  save: (digest?: string) => Promise<void>;
  draft: UnsavedText | undefined;
}

export function pathFor(configuration: string, file: string, what: "files" | "check" | "difference" | "versions"): string {
  return `configurations/${segment(configuration)}/${what}/${segment(file)}`;
}

export function useFile(configuration: string, file: string): OpenFile {
  const key = keyOf(configuration, file);
  const path = pathFor(configuration, file, "files");
  const loaded = useApi<SavedText>(path, { checks: "false" });
  const draft = drafts.value.get(key);
  const saved = loaded.value;
  const write = (text: string, version?: string) => {
    const begun = drafts.value.get(key);
    const base = begun ?? (saved && { base: saved.text, digest: saved.digest, version: "" });
    if (base) putDraft(key, { base: base.base, digest: base.digest, version: version ?? base.version, text });
  };
  const save = async (digest?: string) => {
    const sent = drafts.value.get(key);
    if (!sent) return;
    const answer = await api.put<FileText>(path, { ...bodyOf(sent), digest: digest ?? sent.digest });
    const now = drafts.value.get(key);
    // What was written while it was saved stays a draft, over what is saved now.
    putDraft(key, now && now.text !== sent.text ? { ...now, base: answer.text, digest: answer.digest } : null);
    loaded.put({ ...answer, isChecked: true });
  };
  return {
    saved,
    problem: loaded.problem,
    again: loaded.again,
    text: draft?.text ?? saved?.text ?? "",
    isDirty: draft !== undefined,
    write,
    drop: () => putDraft(key, null),
    save,
    draft,
  };
}

export interface Check {
  marks: readonly Mark[];
  problem: Problem | null;
  isChecking: boolean;
}

/** What the validator says of the text under hands: at once of one that was opened, after a rest of one that is written. */
export function useCheck(configuration: string, file: string, open: OpenFile): Check {
  const { draft, saved } = open;
  const [state, setState] = useState<Check>({ marks: NO_MARKS, problem: null, isChecking: true });
  const asking = useRef<OneAtATime<{ text: string }, Checked> | null>(null);
  useEffect(() => {
    const one = new OneAtATime<{ text: string }, Checked>(
      (body) => api.post<Checked>(pathFor(configuration, file, "check"), body),
      ({ marks }) => setState({ marks, problem: null, isChecking: false }),
      (thrown) => setState((before) => ({ ...before, problem: asProblem(thrown), isChecking: false })),
    );
    asking.current = one;
    return () => one.close();
  }, [configuration, file]);
  useEffect(() => {
    if (!saved) return;
    if (!draft && saved.isChecked) {
      asking.current?.drop();
      setState({ marks: saved.marks, problem: null, isChecking: false });
      return;
    }
    setState((before) => ({ ...before, isChecking: true }));
    const body = draft ? bodyOf(draft) : { text: saved.text };
    const timer = setTimeout(() => asking.current?.put(body), draft ? CHECK_AFTER_MS : 0);
    return () => clearTimeout(timer);
  }, [configuration, file, draft, saved]);
  return state;
}

export interface Difference {
  text: string | undefined;
  problem: Problem | null;
}

/** In what a text differs from the saved one; asked anew when either changes, and never for null. */
export function useDifference(configuration: string, file: string, asked: { text: string; version?: string } | null, digest: string): Difference {
  const [state, setState] = useState<Difference>({ text: undefined, problem: null });
  const words = asked ? JSON.stringify(asked) : "";
  const first = useRef(true);
  useEffect(() => {
    if (!words) {
      setState({ text: undefined, problem: null });
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(
      () => {
        first.current = false;
        api
          .post<TextDifference>(pathFor(configuration, file, "difference"), JSON.parse(words), { signal: stop.signal })
          .then(({ difference }) => setState({ text: difference, problem: null }))
          .catch((thrown: unknown) => {
            if (!isAborted(thrown)) setState({ text: undefined, problem: asProblem(thrown) });
          });
      },
      first.current ? 0 : CHECK_AFTER_MS,
    );
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [configuration, file, words, digest]);
  return state;
}

export function isSavedMeanwhile(thrown: unknown): boolean {
  return thrown instanceof ApiProblem && thrown.status === 409;
}
