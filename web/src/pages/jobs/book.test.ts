import { describe, expect, test } from "vitest";
import type { LogLine } from "../../api/types";
import { cut, LogBook, nextOf, PAGE } from "./book";

function line(number: number, level: LogLine["level"] = "info"): LogLine {
  return { number, at: "", level, text: `line ${number}` };
}

function page(total: number, numbers: number[], level: LogLine["level"] = "info") {
  return { total, offset: 0, rows: numbers.map((each) => line(each, level)) };
}

describe("a log without a filter", () => {
  test("asks for the part in which a line stands", () => {
    const book = new LogBook({ level: "", q: "" });
    book.take(page(100_000, [1, 2, 3]));
    expect(book.total).toBe(100_000);
    expect(book.after(1)).toBeNull();
    expect(book.after(73_204)).toBe(Math.floor(73_204 / PAGE) * PAGE);
    expect(book.after(100_000)).toBeNull();
  });

  test("puts lines that are heard where they belong, and leaves a gap to be asked for", () => {
    const book = new LogBook({ level: "", q: "" });
    book.take(page(2, [1, 2]));
    book.hear([line(9)]);
    expect(book.total).toBe(9);
    expect(book.at(8)?.number).toBe(9);
    expect(book.after(4)).toBe(0);
  });

  test("counts a line once that is heard and asked for", () => {
    const book = new LogBook({ level: "", q: "" });
    book.hear([line(3)]);
    book.take(page(3, [1, 2, 3]));
    expect(book.total).toBe(3);
  });
});

describe("a log with a filter", () => {
  test("goes on after the last line that it holds", () => {
    const book = new LogBook({ level: "error", q: "" });
    book.take(page(5, [10, 20], "error"));
    expect(book.after(4)).toBe(20);
    book.take(page(5, [30, 40, 50], "error"));
    expect(book.after(4)).toBeNull();
    expect(book.at(4)?.number).toBe(50);
  });

  test("takes in what fits of what is heard, in order and once", () => {
    const book = new LogBook({ level: "warning", q: "LINE" });
    book.hear([line(7, "error")]);
    expect(book.total).toBe(0);
    book.take(page(1, [5], "error"));
    expect([book.at(0)?.number, book.at(1)?.number]).toEqual([5, 7]);
    book.hear([line(7, "error"), line(8, "info"), line(9, "warning")]);
    expect(book.total).toBe(3);
    expect(book.at(2)?.number).toBe(9);
  });

  test("only counts what is heard while earlier lines are missing", () => {
    const book = new LogBook({ level: "error", q: "" });
    book.take(page(3, [1], "error"));
    book.hear([line(8, "error")]);
    expect(book.total).toBe(4);
    expect(book.after(3)).toBe(1);
    book.take(page(4, [2, 3, 8], "error"));
    expect(book.total).toBe(4);
    expect(book.at(3)?.number).toBe(8);
  });

  test("believes that there is no more when nothing more comes", () => {
    const book = new LogBook({ level: "error", q: "" });
    book.take(page(2, [1], "error"));
    book.take(page(2, [], "error"));
    expect(book.total).toBe(1);
  });
});

test("the next error comes round the end", () => {
  expect(nextOf([3, 8, 9], 0, 1)).toBe(3);
  expect(nextOf([3, 8, 9], 3, 1)).toBe(8);
  expect(nextOf([3, 8, 9], 9, 1)).toBe(3);
  expect(nextOf([3, 8, 9], 3, -1)).toBe(9);
  expect(nextOf([3, 8, 9], 9, -1)).toBe(8);
  expect(nextOf([], 0, 1)).toBeNull();
});

test("a text is cut at what was searched for, whatever its case", () => {
  expect(cut("An Error, error", "error")).toEqual(["An ", "Error", ", ", "error", ""]);
  expect(cut("plain", "")).toEqual(["plain"]);
});
