import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { IconButton } from "./button";

export interface DialogProps {
  title: string;
  /** Asked for by Esc, the cross, or a click outside; take the dialog away then. */
  onClose: () => void;
  children: ComponentChildren;
  /** Buttons at the foot. */
  actions?: ComponentChildren;
  size?: "small" | "medium" | "large" | "full";
  /** Without a heading that is seen; the title names it all the same. */
  isBare?: boolean;
}

/** The browser's own modal dialog: it keeps the focus inside and gives it back. */
export function Dialog({ title, onClose, children, actions, size = "medium", isBare = false }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const before = document.activeElement;
    const dialog = box.current;
    if (dialog && !dialog.open) dialog.showModal();
    // The browser begins at the cross. Who is asked something begins there; on a phone that would call up the keyboard unasked.
    const field = dialog?.querySelector<HTMLElement>(".dialog-body :is(input, select, textarea):enabled");
    if (!isBare && size !== "full" && window.matchMedia("(pointer: fine)").matches) field?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={box}
      class={`dialog dialog-${size}`}
      {...(isBare ? { "aria-label": title } : { "aria-labelledby": heading })}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === box.current) onClose();
      }}
    >
      <div class="dialog-box">
        {!isBare && (
          <header class="dialog-head">
            <h2 id={heading}>{title}</h2>
            <IconButton label="Close" icon="close" onClick={onClose} />
          </header>
        )}
        <div class="dialog-body">{children}</div>
        {actions && <footer class="dialog-foot">{actions}</footer>}
      </div>
    </dialog>
  );
}
