// Colours as an overlay file writes them: `#RGB`, `#RGBA`, `#RRGGBB`, `#RRGGBBAA`.

export interface Colour {
  /** `#rrggbb`, as a colour field has it. */
  hex: string;
  /** 0 to 255. */
  alpha: number;
}

/** A colour that was written by its digits; null for names and for what is none. */
export function readColour(text: string): Colour | null {
  const digits = /^#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$/.exec(text.trim())?.[1];
  if (!digits) return null;
  const long = digits.length <= 4 ? [...digits].map((one) => one + one).join("") : digits;
  return { hex: `#${long.slice(0, 6).toLowerCase()}`, alpha: long.length === 8 ? Number.parseInt(long.slice(6), 16) : 255 };
}

/** Without alpha where it covers wholly. */
export function writeColour({ hex, alpha }: Colour): string {
  const tail = alpha >= 255 ? "" : Math.max(0, Math.round(alpha)).toString(16).padStart(2, "0");
  return (hex + tail).toUpperCase();
}
