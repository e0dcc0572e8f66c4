import { describe, expect, it } from "vitest";
import { nameOf, whyNot } from "./own-picture";

describe("a picture of one's own", () => {
  it("is called by its file, in letters that every file system takes", () => {
    expect(nameOf("ribbon.png")).toBe("ribbon");
    expect(nameOf("4K Badge (new).PNG")).toBe("4K Badge new");
    expect(nameOf("../../etc/passwd.png")).toBe("etcpasswd");
    expect(nameOf("Été à la mer.webp")).toBe("Ete a la mer");
    expect(nameOf("-_.png")).toBe("picture");
    expect(nameOf("日本.png")).toBe("picture");
    expect(nameOf(`${"a".repeat(59)} b.png`)).toBe("a".repeat(59));
  });

  it("is a picture, and not too large", () => {
    expect(whyNot({ type: "image/png", size: 1000 })).toBe("");
    expect(whyNot({ type: "image/svg+xml", size: 1000 })).toContain("no PNG");
    expect(whyNot({ type: "image/png", size: 10_000_001 })).toContain("larger");
  });
});
