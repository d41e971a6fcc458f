import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { packageOfTool } from "./debian-package.ts";

describe("script/packages.txt, the list that script/setup installs", () => {
  const listed = installedTools(
    readFileSync(new URL("../../../script/packages.txt", import.meta.url), "utf8"),
  );

  test("names the same package for every program as the hint of a missing tool does", () => {
    // sudo is not installed by script/setup: without it, or root, nothing can be.
    const { sudo: _sudo, ...started } = packageOfTool;

    expect(listed).toEqual(started);
  });
});

function installedTools(list: string): Record<string, string> {
  const rows = list
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([group]) => ["compose", "boot", "emulation"].includes(group ?? ""));
  return Object.fromEntries(rows.flatMap(([, name = "", ...tools]) => tools.map((tool) => [tool, name])));
}
