import { expect, test } from "vitest";
import { shortPath } from "./short-path.ts";

test.each([
  ["/home/me/out/x", "out/x"],
  ["/home/me", "."],
  ["/home/mel/out", "/home/mel/out"],
  ["/srv/out", "/srv/out"],
  ["/home/me/..out", "..out"],
  ["/home/me/-x/a.yaml", "./-x/a.yaml"],
  ["treefiles/a.yaml", "treefiles/a.yaml"],
])("from /home/me, %s is %s", (path, short) => {
  expect(shortPath(path, "/home/me")).toBe(short);
});
