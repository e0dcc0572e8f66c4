import { beforeEach, expect, test, vi } from "vitest";

function at(pathname: string): Promise<typeof import("./router")> {
  vi.stubGlobal("document", { baseURI: "http://studio.example/halley/" });
  vi.stubGlobal("window", { location: { pathname: `/halley/${pathname}`, search: "?line=3" } });
  return import("./router");
}

beforeEach(() => vi.resetModules());

test("an address that nobody can decode is an address like another", async () => {
  const { match, path } = await at("jobs/%ZZ");
  expect(match("jobs/:job", path.value)).toEqual({ job: "%ZZ" });
});

test("what a name has of its own that looks like a code stays as it is", async () => {
  const { match, path, query } = await at("config/7/%2541.yml");
  expect(match("config/:config/:file*", path.value)).toEqual({ config: "7", file: "%41.yml" });
  expect(query.value.get("line")).toBe("3");
});

test("a name of any script is found, with the slashes that it has", async () => {
  const { match, path } = await at("config/7/%E6%98%A0%E7%94%BB/%D1%84%D0%B8%D0%BB%D1%8C%D0%BC.yml");
  expect(match("config/:config/:file*", path.value)).toEqual({ config: "7", file: "映画/фильм.yml" });
});
