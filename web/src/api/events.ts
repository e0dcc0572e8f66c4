// One stream of events for the whole tab. A browser opens six connections to a host and no more, so a hidden tab lets go of
// its own and takes it up where it left off. Read by fetch and not by EventSource, which cannot say `Last-Event-ID` once
// somebody closed it.

import { signal } from "@preact/signals";
import { address, tellLocked } from "./client";
import { StreamReader } from "./sse";
import type { Event } from "./types";

export type Connection = "closed" | "opening" | "open" | "lost";
type Listener = (event: Event) => void;

/** How the stream stands; pages say so when it is lost. */
export const connection = signal<Connection>("closed");

const listeners = new Set<Listener>();
let followed = "";
let lastId = "";
let running: AbortController | null = null;
let waits_ms = 0;

/** Calls `listener` for everything that happens, until the function that comes back is called. */
export function listen(listener: Listener): () => void {
  listeners.add(listener);
  if (!running && !document.hidden) open();
  return () => listeners.delete(listener);
}

/** Asks for the log of this job, too; the empty word ends that. */
export function follow(job: string): void {
  if (followed === job) return;
  followed = job;
  if (running) {
    close();
    open();
  }
}

function open(): void {
  const mine = new AbortController();
  running = mine;
  connection.value = "opening";
  void read(mine.signal).then((words) => {
    if (mine !== running) return;
    running = null;
    if (words === "unauthorised") {
      connection.value = "closed";
      return;
    }
    connection.value = "lost";
    waits_ms = Math.min(Math.max(waits_ms * 2, 500), 15_000);
    setTimeout(() => {
      if (!running && !document.hidden && listeners.size) open();
    }, waits_ms);
  });
}

function close(): void {
  running?.abort();
  running = null;
  connection.value = "closed";
}

async function read(signal: AbortSignal): Promise<"ended" | "unauthorised"> {
  const headers = new Headers({ Accept: "text/event-stream" });
  if (lastId) headers.set("Last-Event-ID", lastId);
  try {
    const response = await fetch(address("events", { job: followed }), { headers, signal, credentials: "same-origin" });
    if (response.status === 401) {
      // A page that only listens asks nothing else, and would stand still without a word.
      tellLocked();
      return "unauthorised";
    }
    if (!response.ok || !response.body) return "ended";
    connection.value = "open";
    waits_ms = 0;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const stream = new StreamReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return "ended";
      for (const message of stream.feed(value)) {
        if (message.id) lastId = message.id;
        const event = JSON.parse(message.data) as Event;
        for (const listener of [...listeners]) listener(event);
      }
    }
  } catch {
    return "ended";
  }
}

/** Lets go of the connection while nobody looks. Called once, by main. */
export function followVisibility(): void {
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) close();
    else if (!running && listeners.size) open();
  });
  // A page that is kept for the back button must not keep a connection.
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", () => {
    if (!running && listeners.size && !document.hidden) open();
  });
}

/** After signing in. */
export function reopen(): void {
  close();
  if (listeners.size && !document.hidden) open();
}
