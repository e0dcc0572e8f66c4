// Pictures that a person sends from the own machine: what each will be called, and whether it can be one at all.

export const TYPES = ["image/png", "image/jpeg", "image/webp"];
export const MOST_BYTES = 10_000_000;

/** A name that the studio takes, made of the file's: `4K Badge (new).PNG` becomes `4K Badge new`. */
export function nameOf(file: string): string {
  const plain = file
    .replace(/\.[^.]*$/, "")
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9 _-]+/g, "")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 60)
    .replace(/[^A-Za-z0-9]+$/, "");
  return plain || "picture";
}

/** Why a file cannot be sent; empty where it can. */
export function whyNot(file: { type: string; size: number }): string {
  if (!TYPES.includes(file.type)) return "It is no PNG, JPEG or WebP.";
  if (file.size > MOST_BYTES) return "It is larger than 10 MB.";
  return "";
}
