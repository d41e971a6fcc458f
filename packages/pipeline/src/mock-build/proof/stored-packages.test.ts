import { expect, test } from "vitest";
import { storedPackages } from "./stored-packages.ts";

test("where nothing was ever fetched, no package is in the store", async () => {
  const wanted = [{ name: "hello", version: "2.10-5" }];
  const { signal } = new AbortController();

  expect(await storedPackages(wanted, "amd64", "/nonexistent/debs", signal)).toEqual([]);
});
