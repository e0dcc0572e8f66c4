import type { ComponentChildren, Ref } from "preact";
import { Icon, type IconName } from "./icon";

export interface ButtonProps {
  children: ComponentChildren;
  onClick?: (event: MouseEvent) => void;
  kind?: "primary" | "plain" | "quiet" | "danger";
  icon?: IconName;
  type?: "button" | "submit";
  disabled?: boolean;
  /** Work is under way: it can be found, but does nothing, and says so. */
  isBusy?: boolean;
  title?: string;
  pressed?: boolean;
  controls?: string;
  expanded?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button(props: ButtonProps) {
  const { children, onClick, kind = "plain", icon, type = "button", disabled = false, isBusy = false, title } = props;
  return (
    <button
      ref={props.ref ?? null}
      type={type}
      class={`button button-${kind}`}
      disabled={disabled}
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-controls={props.controls}
      title={title}
      onClick={(event) => {
        if (isBusy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

export interface IconButtonProps {
  /** Its name; shown on hover, read aloud. */
  label: string;
  icon: IconName;
  onClick?: (event: MouseEvent) => void;
  disabled?: boolean;
  pressed?: boolean;
  kind?: "quiet" | "danger" | "plain";
  size?: number;
}

export function IconButton({ label, icon, onClick, disabled = false, pressed, kind = "quiet", size = 18 }: IconButtonProps) {
  return (
    <button
      type="button"
      class={`button icon-button button-${kind}`}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={(event) => onClick?.(event)}
    >
      <Icon name={icon} size={size} />
    </button>
  );
}

/** A link that looks like a button: it goes somewhere, or fetches a file. */
export function LinkButton(props: { href: string; children: ComponentChildren; icon?: IconName; kind?: "primary" | "plain" | "quiet"; download?: boolean }) {
  const { href, children, icon, kind = "plain", download = false } = props;
  return (
    <a class={`button button-${kind}`} href={href} {...(download ? { download: "" } : {})}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  );
}
