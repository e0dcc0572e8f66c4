import { session, signOut } from "../api/session";
import { keysShown } from "./key-help";
import { IconButton } from "../parts/button";
import { Icon, type IconName } from "../parts/icon";
import { PLACES } from "../pages";
import { path } from "../router";
import { type Theme, theme } from "../theme";

const NEXT: Record<Theme, { theme: Theme; icon: IconName; words: string }> = {
  auto: { theme: "light", icon: "half", words: "Theme: as the system has it. Change to light" },
  light: { theme: "dark", icon: "sun", words: "Theme: light. Change to dark" },
  dark: { theme: "auto", icon: "moon", words: "Theme: dark. Change to the system's" },
};

export function Bar() {
  const first = path.value.split("/")[0];
  const next = NEXT[theme.value];
  return (
    <header class="bar">
      <a class="brand" href="./" aria-label="Halley, to the start">
        <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
          <path d="M4 27 18 12M9 27 19 15" />
          <circle cx="21" cy="11" r="6" />
        </svg>
        <span>Halley</span>
      </a>
      <nav class="places" aria-label="Studio">
        {PLACES.map((place) => {
          const isHere = place.path.split("/")[0] === first || (place.path === "jobs" && first === "plans");
          return (
            <a key={place.path} href={place.path} class="place-link" aria-current={isHere ? "page" : undefined}>
              <Icon name={place.icon} size={20} />
              {place.short ? (
                <>
                  <span class="place-long">{place.title}</span>
                  <span class="place-short" aria-hidden="true">
                    {place.short}
                  </span>
                </>
              ) : (
                <span>{place.title}</span>
              )}
            </a>
          );
        })}
      </nav>
      <div class="bar-foot">
        <IconButton label={next.words} icon={next.icon} onClick={() => (theme.value = next.theme)} />
        <IconButton label="Keys" icon="keyboard" onClick={() => (keysShown.value = true)} />
        {session.value?.needs_password && <IconButton label="Sign out" icon="lock" onClick={() => void signOut()} />}
      </div>
    </header>
  );
}
