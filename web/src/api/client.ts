import { ApiProblem, isAborted, problemOf } from "./problem";

/** A question's words: what is empty, false or absent is left out; a list becomes the word several times. */
export type Query = Record<string, string | number | boolean | readonly (string | number)[] | null | undefined>;

const ROOT = "api/v1/";
let token = "";
let locked: () => void = () => {};
let renew: () => Promise<void> = async () => {};

/** The session's word against forged requests; it goes along with each request that changes something. */
export function useToken(csrf: string): void {
  token = csrf;
}

/** What to do when the API says that nobody is signed in. */
export function onLocked(then: () => void): void {
  locked = then;
}

/** Says that nobody is signed in any more, by whatever it was found. */
export function tellLocked(): void {
  locked();
}

/** How to get another word where the one that we have belongs to a session that is gone. */
export function onForgotten(then: () => Promise<void>): void {
  renew = then;
}

/** The address of something of the API, relative to the page's base: for pictures, downloads, and the stream of events. */
export function address(path: string, query: Query = {}): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const each of value) words.append(name, String(each));
    else if (value !== null && value !== undefined && value !== "" && value !== false) words.append(name, String(value));
  }
  const text = words.toString();
  return ROOT + path.replace(/^\//, "") + (text ? `?${text}` : "");
}

/** A segment of a path that came from outside; the slashes of a file's name stay. */
export function segment(text: string | number): string {
  return String(text).split("/").map(encodeURIComponent).join("/");
}

export async function answerOf(method: string, path: string, asked: Asked = {}): Promise<Response> {
  try {
    return await answered(method, path, asked);
  } catch (thrown) {
    // Another tab may have begun another session, or ours came to its end. Nothing was done, so it can be asked again.
    if (!(thrown instanceof ApiProblem) || thrown.status !== 403 || thrown.problem.key !== "csrf") throw thrown;
    await renew();
    return answered(method, path, asked);
  }
}

async function answered(method: string, path: string, asked: Asked): Promise<Response> {
  const headers = new Headers({ Accept: "application/json", ...asked.headers });
  if (method !== "GET" && token) headers.set("X-CSRF-Token", token);
  const isFile = asked.body instanceof Blob;
  if (asked.body !== undefined) headers.set("Content-Type", isFile ? (asked.body as Blob).type : "application/json");
  const body = asked.body === undefined ? null : isFile ? (asked.body as Blob) : JSON.stringify(asked.body);
  const signal = asked.signal ?? null;
  let response: Response;
  try {
    response = await fetch(address(path, asked.query), { method, headers, body, signal, credentials: "same-origin" });
  } catch (thrown) {
    if (isAborted(thrown)) throw thrown;
    throw new ApiProblem(
      problemOf({ title: "The studio does not answer", hint: "See whether `halley studio` still runs, then try again." }),
    );
  }
  if (response.ok || response.status === 304) return response;
  if (response.status === 401 && path !== "session") locked();
  throw new ApiProblem(await problemIn(response));
}

export interface Asked {
  query?: Query;
  /** A file goes as it is, all else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

async function problemIn(response: Response) {
  const plain = { title: response.statusText || `Answered ${response.status}`, status: response.status };
  if (!response.headers.get("Content-Type")?.includes("json")) return problemOf(plain);
  try {
    return problemOf({ ...plain, ...(await response.json()) });
  } catch {
    return problemOf(plain);
  }
}

async function json<T>(method: string, path: string, asked: Asked): Promise<T> {
  const response = await answerOf(method, path, asked);
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

/** The API. Every function throws an ApiProblem where it does not get what it asked for. */
export const api = {
  get: <T>(path: string, query: Query = {}, signal?: AbortSignal) => json<T>("GET", path, signal ? { query, signal } : { query }),
  post: <T>(path: string, body?: unknown, asked: Asked = {}) => json<T>("POST", path, { ...asked, body }),
  put: <T>(path: string, body?: unknown, asked: Asked = {}) => json<T>("PUT", path, { ...asked, body }),
  patch: <T>(path: string, body?: unknown, asked: Asked = {}) => json<T>("PATCH", path, { ...asked, body }),
  delete: <T = void>(path: string, asked: Asked = {}) => json<T>("DELETE", path, asked),
  /** Bytes, such as a picture that was drawn for a POST. */
  blob: async (method: "GET" | "POST", path: string, asked: Asked = {}) => (await answerOf(method, path, asked)).blob(),
};
