import { expect, test } from "vitest";
import { storedPackages } from "./stored-packages.ts";

test("an empty store has no package", async () => {
  const wanted = [{ name: "hello", version: "2.10-5" }];
  const { signal } = new AbortController();

  expect(await storedPackages(wanted, "amd64", "/nonexistent/debs", signal)).toEqual([]);
});
