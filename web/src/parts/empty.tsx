import type { ComponentChildren } from "preact";
import type { Problem } from "../api/types";
import { Button } from "./button";
import { Icon, type IconName } from "./icon";
import { Prose } from "./prose";

/** In place of content that is not there: what would be here, and how it comes about. */
export function Empty({ icon = "poster", title, children }: { icon?: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name={icon} size={40} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** While something is asked for. */
export function Loading({ words = "Loading" }: { words?: string }) {
  return (
    <p class="loading" role="status">
      <span class="spinner" aria-hidden="true" />
      {words}…
    </p>
  );
}

/** A problem document, as a person reads it. */
export function Trouble({ problem, again }: { problem: Problem; again?: () => void }) {
  const { title, detail, hint, place } = problem;
  return (
    <div class="trouble" role="alert">
      <Icon name="error" />
      <div>
        <p class="trouble-title">
          <Prose text={detail || title} />
        </p>
        {place && (
          <p class="place">
            {place.file}
            {place.line > 0 && `, line ${place.line}`}
          </p>
        )}
        {hint && (
          <p class="hint">
            <Prose text={hint} />
          </p>
        )}
      </div>
      {again && (
        <Button icon="again" onClick={again}>
          Try again
        </Button>
      )}
    </div>
  );
}
