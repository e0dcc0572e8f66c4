import { signal } from "@preact/signals";
import { api, onForgotten, onLocked, useToken } from "./client";
import { reopen } from "./events";
import { asProblem } from "./problem";
import type { Problem, Session } from "./types";

/** Who is at this end; null until the studio said so. */
export const session = signal<Session | null>(null);
export const sessionProblem = signal<Problem | null>(null);

onLocked(() => {
  if (session.value?.is_open) session.value = { ...session.value, is_open: false };
});

onForgotten(openSession);

function take(found: Session): void {
  useToken(found.csrf);
  session.value = found;
  sessionProblem.value = null;
}

/** Whether the studio knows any configuration, once that has changed. */
export function knowsConfiguration(knows: boolean): void {
  if (session.value && session.value.has_configuration !== knows) session.value = { ...session.value, has_configuration: knows };
}

/** Asks who we are. */
export async function openSession(): Promise<void> {
  try {
    take(await api.get<Session>("session"));
  } catch (thrown) {
    sessionProblem.value = asProblem(thrown);
  }
}

export async function signIn(password: string): Promise<void> {
  take(await api.post<Session>("session", { password }));
  reopen();
}

export async function signOut(): Promise<void> {
  await api.delete("session");
  await openSession();
}
