import { describe, expect, it } from "vitest";
import { StreamReader } from "./sse";

const STREAM = ': hello\n\nid: 7\nevent: job\ndata: {"a": 1}\n\ndata: one\ndata: two\r\n\r\nid: 9\ndata:\n\n';

describe("an event stream", () => {
  it("gives the same messages however it is cut", () => {
    const whole = new StreamReader().feed(STREAM);
    expect(whole).toEqual([
      { id: "7", event: "job", data: '{"a": 1}' },
      { id: "7", event: "message", data: "one\ntwo" },
      { id: "9", event: "message", data: "" },
    ]);
    for (let size = 1; size < STREAM.length; size++) {
      const reader = new StreamReader();
      const found = [];
      for (let at = 0; at < STREAM.length; at += size) found.push(...reader.feed(STREAM.slice(at, at + size)));
      expect(found, `cut into pieces of ${size}`).toEqual(whole);
    }
  });

  it("keeps back a message that is not whole", () => {
    const reader = new StreamReader();
    expect(reader.feed("data: half")).toEqual([]);
    expect(reader.feed(" and half\n\n")).toEqual([{ id: "", event: "message", data: "half and half" }]);
  });
});
