import { DownloadError } from "@debootc/tools/http/download-error";
import { expect, test } from "vitest";
import { serverHealth } from "./server-health.ts";

const trouble = new DownloadError("unreachable", "connect ECONNREFUSED");
const address = (name: string) => `http://a.example.org/debian/${name}.deb`;

test("a server that never delivered is dead when one file is given up", () => {
  const health = serverHealth();
  health.gaveUp(address("a"), trouble);
  expect(health.deathOf(address("b"))).toBe(trouble);
});

test("a server that goes in the middle is dead when three files are given up without a byte between", () => {
  const health = serverHealth();
  health.delivered(address("a"));
  for (const name of ["b", "c"]) health.gaveUp(address(name), trouble);
  expect(health.deathOf(address("d"))).toBeUndefined();
  health.delivered(address("d"));
  for (const name of ["e", "f"]) health.gaveUp(address(name), trouble);
  expect(health.deathOf(address("g"))).toBeUndefined();
  health.gaveUp(address("g"), trouble);
  expect(health.deathOf(address("h"))).toBe(trouble);
});

test("a server that delivers again is not dead", () => {
  const health = serverHealth();
  health.gaveUp(address("a"), trouble);
  health.delivered(address("b"));
  expect(health.deathOf(address("c"))).toBeUndefined();
});

test("files that a server does not have say nothing of others", () => {
  const health = serverHealth();
  health.delivered(address("a"));
  for (let n = 0; n < 5; n++) health.gaveUp(address(`p${n}`), new DownloadError("gone", "404 Not Found"));
  expect(health.deathOf(address("b"))).toBeUndefined();
});
