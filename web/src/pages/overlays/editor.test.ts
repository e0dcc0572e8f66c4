import { beforeEach, expect, test, vi } from "vitest";
import type { Item } from "../../api/types";
import { Editor } from "./editor";

const asked: { text: string; answer: () => void }[] = [];
const settled = () => new Promise((then) => setTimeout(then, 0));

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal("fetch", (path: string, how: RequestInit) => {
    if (path.endsWith("/render/layers")) {
      const { text } = JSON.parse(String(how.body)) as { text: string };
      return new Promise((then) => asked.push({ text, answer: () => then(Response.json({ layers: [], marks: [] })) }));
    }
    if (path.endsWith("/render")) return new Promise(() => {});
    return Promise.resolve(Response.json({ text: "a", digest: "d", marks: [] }));
  });
});

test("layers are asked for one text at a time, and then for the newest", async () => {
  const editor = new Editor("c", "f.yml", () => {});
  editor.show({ key: 1 } as Item);
  expect(asked, "a file that is on its way has no layers").toHaveLength(0);
  await editor.open();
  for (const text of ["b", "c", "d"]) {
    editor.type(text);
    editor.refresh();
  }
  expect(asked.map(({ text }) => text)).toEqual(["a"]);
  asked[0]!.answer();
  await settled();
  expect(asked.map(({ text }) => text)).toEqual(["a", "d"]);
  editor.close();
});
