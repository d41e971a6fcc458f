import { expect, test } from "vitest";
import { parseDescribedPackages } from "../dpkg/described-package.ts";
import { satisfiedDependencies } from "./satisfied-dependencies.ts";

/** Packages as `name[:architecture] version; field: value; ...`. */
const installed = (...packages: string[]) =>
  parseDescribedPackages(
    packages
      .map((text) => {
        const [head = "", ...fields] = text.split("; ");
        const [, name, architecture = "amd64", version] = /^(\S+?)(?::(\S+))? (\S+)$/.exec(head) ?? [];
        return [
          `Package: ${name}`,
          `Version: ${version}`,
          `Architecture: ${architecture}`,
          ...fields,
          "",
        ].join("\n");
      })
      .join("\n"),
  );
const dependenciesOfFirst = (...packages: string[]) => {
  const all = installed(...packages);
  const [first] = all;
  return first && satisfiedDependencies(all)(first);
};

test("of alternatives the first that is installed in a fitting version counts", () => {
  expect(dependenciesOfFirst("a 1; Depends: b (>= 2) | c | d", "b 1", "c 1", "d 1")).toEqual(["c:amd64"]);
});

test("a package counts before those that provide its name", () => {
  expect(dependenciesOfFirst("a 1; Depends: b", "b 1", "c 1; Provides: b")).toEqual(["b:amd64"]);
  expect(dependenciesOfFirst("a 1; Depends: b", "d 1; Provides: b", "c 1; Provides: b")).toEqual([
    "c:amd64",
    "d:amd64",
  ]);
});

test("a name that is provided without a version satisfies no bound", () => {
  expect(dependenciesOfFirst("a 1; Depends: b (>= 1)", "c 1; Provides: b", "d 1; Provides: b (= 2)")).toEqual(
    ["d:amd64"],
  );
});

test("a library of the same architecture counts, and that of another only without one", () => {
  expect(dependenciesOfFirst("a 1; Depends: b", "b 1", "b:i386 1")).toEqual(["b:amd64"]);
  expect(dependenciesOfFirst("a 1; Depends: b", "b:i386 1")).toEqual(["b:i386"]);
});

test("a package that needs and provides too much is not followed to its end", () => {
  const versions = (operator: string) =>
    Array.from({ length: 50_000 }, (_, index) => `x (${operator} ${index}a)`).join(", ");

  expect(dependenciesOfFirst(`a 1; Depends: ${versions("=")}, b`, `b 1; Provides: ${versions("=")}`)).toEqual(
    ["b:amd64"],
  );
});

test("what is not installed, and what a package provides itself, is left out", () => {
  expect(dependenciesOfFirst("a 1; Depends: gone, b; Provides: b; Pre-Depends: c", "c 1")).toEqual([
    "c:amd64",
  ]);
});
