import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Control } from "../../api/types";
import { IconButton } from "../../parts/button";
import { readColour, writeColour } from "./colour";
import { ACROSS, alignOf, type Attributes, type Axis, type Canvas, DOWN, inUnit, lengthOf, type Plain } from "./place";
import { typed } from "./scalar";

export interface ControlProps {
  control: Control;
  /** Undefined where the overlay does not say it. */
  value: Plain | undefined;
  /** While a slider or a wheel moves; what is shown and not yet written. */
  onHold: (value: Plain) => void;
  onChange: (value: Plain) => void;
  /** What was held is not wanted. */
  onLetGo: () => void;
}

/** The label, the control that fits, and a button that takes the attribute away. */
export function Property(props: ControlProps & { attributes: Attributes; canvas: Canvas; fonts: readonly string[]; pickFont?: () => void }) {
  const { control, value, onChange } = props;
  const id = useId();
  const label = wordsOf(control.key);
  return (
    <div class="property">
      <label for={id} title={control.summary}>
        {label}
      </label>
      <div class="property-value" aria-describedby={`${id}-hint`}>
        {fieldOf(props, id, label)}
        {value !== undefined && control.key !== "name" && (
          <IconButton label={`Take ${label} away`} icon="close" size={14} onClick={() => onChange(null)} />
        )}
      </div>
      <span id={`${id}-hint`} class="sr">
        {control.summary}
      </span>
    </div>
  );
}

export function wordsOf(key: string): string {
  const words = key.replaceAll("_", " ").replace("color", "colour");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function fieldOf(props: Parameters<typeof Property>[0], id: string, label: string) {
  const { control } = props;
  switch (control.control) {
    case "colour":
      return <ColourField {...props} id={id} label={label} />;
    case "percent":
      return <LengthField {...props} id={id} label={label} />;
    case "number":
      return <NumberField {...props} id={id} />;
    case "font":
      return <FontField {...props} id={id} />;
    case "choice":
    case "align":
      return <ChoiceField {...props} id={id} />;
    case "switch":
      return <SwitchField {...props} id={id} />;
    default:
      return <TextField {...props} id={id} />;
  }
}

/** A field whose text goes up when it is left or Enter is pressed, and comes back with Esc. */
export function TextField({ id, value, control, onChange }: ControlProps & { id: string }) {
  const [text, setText] = useDraft(value);
  return (
    <input
      id={id}
      type="text"
      spellcheck={false}
      autocomplete="off"
      value={text}
      placeholder={control.default}
      onInput={(event) => setText(event.currentTarget.value)}
      onChange={(event) => onChange(event.currentTarget.value === "" ? null : event.currentTarget.value)}
      onKeyDown={(event) => escapes(event, () => setText(shown(value)))}
    />
  );
}

export function NumberField({ id, value, control, onChange, onHold, onLetGo }: ControlProps & { id: string }) {
  const [text, setText] = useDraft(value);
  const give = (next: string, to: (value: Plain) => void) => {
    setText(next);
    const number = typed(next);
    if (number === null || typeof number === "number") to(number);
  };
  // What stands in the text may be no number: it is shown, so that it can be mended.
  if (!/^-?\d*\.?\d*$/.test(shown(value))) return <TextField id={id} value={value} control={control} onChange={(next) => onChange(typeof next === "string" ? typed(next) : next)} onHold={onHold} onLetGo={onLetGo} />;
  return (
    <input
      id={id}
      type="number"
      step={1}
      {...(control.minimum !== null ? { min: control.minimum } : {})}
      {...(control.maximum !== null ? { max: control.maximum } : {})}
      value={text}
      placeholder={control.default || "not set"}
      onInput={(event) => {
        if (event.currentTarget.value !== "" && event.currentTarget.validity.valid) give(event.currentTarget.value, onHold);
        else setText(event.currentTarget.value);
      }}
      onChange={(event) => {
        if (event.currentTarget.validity.valid) give(event.currentTarget.value, onChange);
      }}
      onKeyDown={(event) =>
        escapes(event, () => {
          setText(shown(value));
          onLetGo();
        })
      }
    />
  );
}

/** Pixels or percents: the unit is a switch of its own, and changes nothing of the place. */
function LengthField({ id, label, value, control, attributes, canvas, onChange, onHold, onLetGo }: ControlProps & { id: string; label: string; attributes: Attributes; canvas: Canvas }) {
  const length = lengthOf(value);
  const axis: Axis = control.key.includes("horizontal") || control.key.includes("width") ? "horizontal" : "vertical";
  const isOffset = control.key.endsWith("_offset");
  const [isPercent, setPercent] = useState(length?.isPercent ?? false);
  useEffect(() => {
    if (length) setPercent(length.isPercent);
  }, [length?.isPercent]);
  const asWritten = (number: Plain): Plain => (typeof number === "number" && isPercent ? `${number}%` : number);
  const align = alignOf(attributes, axis);
  const least = isOffset && align === "centre" ? null : isOffset ? 0 : 1;
  return (
    <>
      <NumberField
        id={id}
        value={length ? length.value : undefined}
        control={{ ...control, minimum: least, maximum: isPercent && isOffset ? (align === "centre" ? 50 : 100) : null }}
        onChange={(number) => onChange(asWritten(number))}
        onHold={(number) => onHold(asWritten(number))}
        onLetGo={onLetGo}
      />
      <button
        type="button"
        class="button unit"
        aria-label={isPercent ? `%: ${label} in percent; change to pixels` : `px: ${label} in pixels; change to percent`}
        onClick={() => {
          setPercent(!isPercent);
          if (!length) return;
          const side = axis === "horizontal" ? canvas.width : canvas.height;
          if (isOffset) onChange(inUnit(value, side, align, !isPercent));
        }}
      >
        {isPercent ? "%" : "px"}
      </button>
    </>
  );
}

/** A colour field, its alpha, and the digits; names of colours can be typed. */
export function ColourField({ id, label, value, control, onChange, onHold, onLetGo }: ControlProps & { id: string; label: string }) {
  const [text, setText] = useDraft(value);
  const colour = readColour(text) ?? readColour(control.default) ?? { hex: "#ffffff", alpha: 255 };
  const hold = (next: string) => {
    setText(next);
    onHold(next);
  };
  return (
    <div class="colour-field">
      <span class="swatch" style={{ "--colour": readColour(text) ? writeColour(colour) : text || "transparent" }}>
        <input
          type="color"
          aria-label={`${label}: colour`}
          value={colour.hex}
          onInput={(event) => hold(writeColour({ ...colour, hex: event.currentTarget.value }))}
          onChange={(event) => onChange(writeColour({ ...colour, hex: event.currentTarget.value }))}
        />
      </span>
      <input
        id={id}
        type="text"
        class="digits"
        spellcheck={false}
        autocomplete="off"
        value={text}
        placeholder={control.default || "none"}
        onInput={(event) => {
          const next = event.currentTarget.value;
          if (readColour(next)) hold(next);
          else setText(next);
        }}
        onChange={(event) => onChange(event.currentTarget.value.trim() || null)}
        onKeyDown={(event) =>
          escapes(event, () => {
            setText(shown(value));
            onLetGo();
          })
        }
      />
      <input
        type="range"
        min={0}
        max={255}
        aria-label={`${label}: how much it covers`}
        aria-valuetext={`${Math.round((colour.alpha / 255) * 100)} percent`}
        value={colour.alpha}
        onInput={(event) => hold(writeColour({ ...colour, alpha: Number(event.currentTarget.value) }))}
        onChange={(event) => onChange(writeColour({ ...colour, alpha: Number(event.currentTarget.value) }))}
      />
      <span class="percent muted">{Math.round((colour.alpha / 255) * 100)} %</span>
    </div>
  );
}

function FontField({ id, value, control, fonts, onChange, pickFont }: ControlProps & { id: string; fonts: readonly string[]; pickFont?: (() => void) | undefined }) {
  const [text, setText] = useDraft(value);
  return (
    <>
      <input
        id={id}
        type="text"
        list={`${id}-fonts`}
        spellcheck={false}
        autocomplete="off"
        value={text}
        placeholder={control.default}
        onInput={(event) => setText(event.currentTarget.value)}
        onChange={(event) => onChange(event.currentTarget.value.trim() || null)}
        onKeyDown={(event) => escapes(event, () => setText(shown(value)))}
      />
      <datalist id={`${id}-fonts`}>
        {fonts.map((font) => (
          <option key={font} value={font} />
        ))}
      </datalist>
      {pickFont && (
        <button type="button" class="button" onClick={pickFont} aria-label="Aa: choose a font by samples">
          Aa
        </button>
      )}
    </>
  );
}

function ChoiceField({ id, value, control, onChange }: ControlProps & { id: string }) {
  const now = shown(value);
  const choices = now && !control.choices.includes(now) ? [now, ...control.choices] : control.choices;
  return (
    <select id={id} value={now} onChange={(event) => onChange(event.currentTarget.value || null)}>
      <option value="">{control.default ? `as usual: ${control.default}` : "not set"}</option>
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {choice}
        </option>
      ))}
    </select>
  );
}

function SwitchField({ id, value, control, onChange }: ControlProps & { id: string }) {
  const isOn = value === undefined ? control.default.toLowerCase() === "true" : value === true || value === "true";
  return <input id={id} type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />;
}

/** Nine places of a poster, as one group of choices: arrow keys go from one to the next. */
export function AlignmentGrid({ attributes, onChange, disabled = false }: { attributes: Attributes; onChange: (across: string, down: string) => void; disabled?: boolean }) {
  const grid = useRef<HTMLDivElement>(null);
  const across = ["near", "centre", "far"].indexOf(alignOf(attributes, "horizontal"));
  const down = ["near", "centre", "far"].indexOf(alignOf(attributes, "vertical"));
  const go = (toAcross: number, toDown: number) => {
    const [x, y] = [ACROSS[toAcross], DOWN[toDown]];
    if (x === undefined || y === undefined) return;
    onChange(x, y);
    grid.current?.querySelectorAll<HTMLElement>("button")[toDown * 3 + toAcross]?.focus();
  };
  return (
    <div
      ref={grid}
      class="alignment"
      role="radiogroup"
      aria-label="Alignment on the poster"
      onKeyDown={(event) => {
        const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
        if (!by || disabled) return;
        event.preventDefault();
        go(across + (by[0] ?? 0), down + (by[1] ?? 0));
      }}
    >
      {DOWN.map((y, row) =>
        ACROSS.map((x, column) => (
          <button
            key={`${x} ${y}`}
            type="button"
            role="radio"
            aria-checked={row === down && column === across}
            aria-label={x === y ? "in the middle" : `${y === "center" ? "middle" : y}, ${x}`}
            tabIndex={row === down && column === across ? 0 : -1}
            disabled={disabled}
            onClick={() => onChange(x, y)}
          />
        )),
      )}
    </div>
  );
}

/** A text that is typed, until the value that it is of becomes another. */
export function useDraft(value: Plain | undefined): [string, (text: string) => void] {
  const [text, setText] = useState(shown(value));
  const before = useRef(value);
  useEffect(() => {
    if (before.current !== value) setText(shown(value));
    before.current = value;
  }, [value]);
  return [text, setText];
}

function shown(value: Plain | undefined): string {
  return value === undefined || value === null ? "" : String(value);
}

function escapes(event: KeyboardEvent, then: () => void): void {
  if (event.key === "Enter" && event.currentTarget instanceof HTMLInputElement) event.currentTarget.blur();
  if (event.key !== "Escape") return;
  then();
  event.stopPropagation();
}
