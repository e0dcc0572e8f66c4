import { useEffect, useLayoutEffect } from "preact/hooks";
import { openSession, session, sessionProblem } from "./api/session";
import { Loading, Trouble } from "./parts/empty";
import { Toasts } from "./parts/toast";
import { PAGES, PLACES } from "./pages";
import { go, match, path } from "./router";
import { Bar } from "./shell/bar";
import { Connection } from "./shell/connection";
import { KeyHelp } from "./shell/key-help";
import { NotFound } from "./shell/not-found";
import { Palette } from "./shell/palette";
import { SignIn } from "./shell/sign-in";

/** The whole window: who may come in, the bar, and the page that the address names. */
export function App() {
  useEffect(() => void openSession(), []);
  const who = session.value;
  if (!who) return sessionProblem.value ? <Trouble problem={sessionProblem.value} again={openSession} /> : <Loading words="Opening the studio" />;
  if (!who.is_open) return <SignIn />;
  return (
    <div class="shell">
      <a class="skip" href={`${path.value}#main`} onClick={skip}>
        Skip to the page
      </a>
      <Bar />
      <main id="main" class="page" tabIndex={-1}>
        <Connection />
        <Page />
      </main>
      <KeyHelp />
      <Palette />
      <Toasts />
    </div>
  );
}

function skip(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function Page() {
  const at = path.value.replace(/\/$/, "");
  const start = session.value?.has_configuration ? PLACES[0]?.path : PAGES.some((each) => each.path === "welcome") ? "welcome" : PLACES[0]?.path;
  useEffect(() => {
    if (at === "" && start) go(start, { replace: true });
  }, [at, start]);
  for (const entry of PAGES) {
    const params = match(entry.path, at);
    if (!params) continue;
    const Shown = entry.page;
    return <Titled key={entry.path} title={entry.title} page={<Shown key={at} params={params} />} />;
  }
  return at === "" ? <Loading /> : <NotFound />;
}

function Titled({ title, page }: { title: string; page: preact.JSX.Element }) {
  // Before the page itself, which may have a better name.
  useLayoutEffect(() => {
    document.title = `${title} · Halley`;
  }, [title]);
  return page;
}
