import { describe, expect, it } from "vitest";
import type { ConfigurationDetail } from "../../api/types";
import { fileFor } from "./named";

const file = (name: string) => ({ name, kind: "overlays" as const, library: "", is_writable: true, size: 1, problems: 0 });
const DETAIL: ConfigurationDetail = {
  configuration: { id: "1", name: "Demo", path: "/data/config/config.yml", is_demo: false, is_current: true, problems: 0 },
  libraries: [],
  files: [file("config.yml"), file("overlays/movies.yml"), file("overlays/shows.yml"), file("old/shows.yml"), file("/elsewhere/x.yml")],
};
const found = (wanted: string) => fileFor(DETAIL, wanted)?.name;

describe("the file that an address means", () => {
  it("is the one of that name", () => expect(found("overlays/movies.yml")).toBe("overlays/movies.yml"));
  it("is the one that lies there", () => {
    expect(found("/data/config/overlays/shows.yml")).toBe("overlays/shows.yml");
    expect(found("/elsewhere/x.yml")).toBe("/elsewhere/x.yml");
  });
  it("is one that ends so, where only one does", () => {
    expect(found("movies.yml")).toBe("overlays/movies.yml");
    expect(found("/mnt/other/overlays/movies.yml")).toBe("overlays/movies.yml");
    expect(found("shows.yml")).toBeUndefined();
  });
  it("is none where nothing is like it", () => {
    expect(found("other.yml")).toBeUndefined();
    expect(found("")).toBeUndefined();
  });
});
