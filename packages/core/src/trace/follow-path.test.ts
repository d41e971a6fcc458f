import fc from "fast-check";
import { expect, test } from "vitest";
import { type EntryKind, followPath } from "./follow-path.ts";

/** A root: a text that begins with `->` for a link, undefined for a directory, else a file. */
function rootOf(entries: Readonly<Record<string, string | undefined>>) {
  return (place: string): EntryKind => {
    if (!Object.hasOwn(entries, place)) return undefined;
    const entry = entries[place];
    if (entry === undefined) return "directory";
    return entry.startsWith("->") ? { link: entry.slice(2) } : "other";
  };
}

const merged = rootOf({
  "/usr": undefined,
  "/usr/lib": undefined,
  "/usr/lib/file": "text",
  "/usr/up": "->..",
  "/lib": "->usr/lib",
  "/abs": "->/usr/lib/file",
  "/turn": "->turn",
});

test.each([
  ["/lib/file", "/usr/lib/file", ["/lib", "/usr", "/usr/lib"]],
  ["//lib/./none/x", "/usr/lib/none", ["/lib", "/usr", "/usr/lib"]],
  ["/abs", "/usr/lib/file", ["/abs", "/usr", "/usr/lib"]],
  ["/lib/../lib", "/usr/lib", ["/lib", "/usr", "/usr/lib"]],
  ["/usr/up/usr", "/usr", ["/usr", "/usr/up"]],
  ["/../..", "/", []],
  ["/abs/x", "/usr/lib/file", ["/abs", "/usr", "/usr/lib"]],
])("%s leads to %s", (path, end, passed) => {
  expect(followPath(path, merged)).toEqual({ passed, end });
});

test("a link to itself ends at itself", () => {
  expect(followPath("/turn", merged).end).toBe("/turn");
});

const name = fc.constantFrom("a", "b", "c", "..");
const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => `/${names.join("/")}`);

test("wherever the places of a path say the same, it leads to the same", () => {
  const tree = fc.dictionary(
    fc
      .array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 })
      .map((names) => `/${names.join("/")}`),
    fc.oneof(
      fc.constant(undefined),
      fc.constant("file"),
      path.map((target) => `->${target}`),
    ),
  );
  fc.assert(
    fc.property(path, tree, tree, (asked, first, second) => {
      const before = followPath(asked, rootOf(first));
      const other = rootOf(second);
      const places = [...before.passed, before.end];
      // What is known of a place is what `first` says; everything else may be as in `second`.
      const mixed = (place: string) => (places.includes(place) ? rootOf(first)(place) : other(place));
      expect(followPath(asked, mixed)).toEqual(before);
    }),
  );
});
