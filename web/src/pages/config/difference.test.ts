import { describe, expect, it } from "vitest";
import { rowsOf, sumOf, textOf, turned } from "./difference";

const DIFFERENCE = `--- a (saved)
+++ a (draft)
@@ -1,3 +1,4 @@
 overlays:
-  font_size: 40
+  font_size: 48
+  --- odd: +1
 end
@@ -20,2 +21 @@
 x
-y`;

const seen = (rows: ReturnType<typeof rowsOf>) => rows.map((row) => `${row.kind} ${row.before ?? "-"} ${row.after ?? "-"} ${textOf(row)}`);

describe("a unified diff", () => {
  it("is taken apart into lines with their numbers", () => {
    expect(seen(rowsOf(DIFFERENCE))).toEqual([
      "same 1 1 overlays:",
      "removed 2 -   font_size: 40",
      "added - 2   font_size: 48",
      "added - 3   --- odd: +1",
      "same 3 4 end",
      "gap - - ",
      "same 20 21 x",
      "removed 21 - y",
    ]);
  });
  it("is nothing where nothing differs", () => expect(rowsOf("")).toEqual([]));
  it("shows what in a line is new", () => {
    const rows = rowsOf("--- a\n+++ b\n@@ -1 +1 @@\n-size: 40px\n+size: 48px");
    expect(rows.map((row) => row.pieces.filter((piece) => piece.isChanged).map((piece) => piece.text))).toEqual([["0"], ["8"]]);
  });
  it("leaves lines whole that have little in common", () => {
    const rows = rowsOf("--- a\n+++ b\n@@ -1 +1 @@\n-size: 40px\n+font: Inter");
    expect(rows.every((row) => row.pieces.length === 1)).toBe(true);
  });
  it("can be seen from the other side", () => {
    expect(seen(turned(rowsOf(DIFFERENCE))).slice(1, 4)).toEqual(["removed 2 -   font_size: 48", "removed 3 -   --- odd: +1", "added - 2   font_size: 40"]);
  });
  it("sums up", () => expect(sumOf(rowsOf(DIFFERENCE))).toEqual({ added: 2, removed: 2 }));
});
