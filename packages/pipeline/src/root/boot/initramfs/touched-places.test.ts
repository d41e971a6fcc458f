import type { TouchedPaths } from "@debootc/core/trace/touched-paths";
import { expect, test } from "vitest";
import { touchedPlaces } from "./touched-places.ts";

const entries: Readonly<Record<string, "directory" | "other" | { readonly link: string }>> = {
  "/usr": "directory",
  "/usr/bin": "directory",
  "/usr/bin/dash": "other",
  "/usr/bin/sh": { link: "dash" },
  "/usr/bin/maker": "other",
  "/bin": { link: "usr/bin" },
  "/var": "directory",
  "/var/tmp": "directory",
  "/etc": "directory",
};
const root = {
  kindAt: (place: string) => entries[place],
  interpretersOf: (place: string) => (place === "/usr/bin/maker" ? ["/bin/sh"] : []),
};

function resolved(
  touched: Partial<Record<keyof TouchedPaths, readonly string[]>>,
  links: Record<string, string[]> = {},
) {
  const sets = Object.fromEntries(
    (["paths", "listed", "executed", "made", "roots"] as const).map((key) => [key, new Set(touched[key])]),
  );
  return touchedPlaces({ ...sets, links: new Map(Object.entries(links)) } as unknown as TouchedPaths, root);
}

function placesOf(...given: Parameters<typeof resolved>) {
  const result = resolved(...given);
  if ("reason" in result) throw new Error(result.reason);
  const { passed, seen, listed } = result.places;
  return { passed: [...passed].sort(), seen: [...seen].sort(), listed: [...listed].sort() };
}

test("a program's interpreter is seen, though no call says so", () => {
  expect(placesOf({ executed: ["/bin/maker"] })).toEqual({
    passed: ["/bin", "/usr", "/usr/bin", "/usr/bin/sh"],
    seen: ["/usr/bin/dash", "/usr/bin/maker"],
    listed: [],
  });
});

test("what the program made, and what is not of the root, is left out", () => {
  const touched = {
    paths: ["/var/tmp/x/etc/a", "/proc/self/maps", "/dev/null", "/tmp/a", "/etc/a"],
    listed: ["/var/tmp/x", "/etc"],
    made: ["/var/tmp/x"],
  };

  expect(placesOf(touched)).toEqual({
    passed: ["/etc", "/var", "/var/tmp"],
    seen: ["/etc/a"],
    listed: ["/etc"],
  });
});

test("a directory that was there before is not made by the program", () => {
  expect(placesOf({ paths: ["/etc/a"], made: ["/etc"] }).seen).toEqual(["/etc/a"]);
});

test("a link that the program made leads back into the root", () => {
  const links = { "/var/tmp/x/init": ["/bin/sh"], "/tmp/up": ["../etc"] };
  const touched = { paths: ["/var/tmp/x/init", "/tmp/up/a"], made: ["/var/tmp/x"] };

  expect(placesOf(touched, links).seen).toEqual(["/etc/a", "/usr/bin/dash"]);
});

test.each([
  ["goes back into the root by /proc", { paths: ["/proc/1/root/etc/a"] }, {}],
  ["goes back by a descriptor", { paths: ["/dev/fd/3/etc"] }, {}],
  ["takes a directory of the root as its root", { roots: ["/usr"] }, {}],
  ["gives a link another target", { made: ["/var/tmp/x"] }, { "/var/tmp/x/a": ["/etc", "/usr"] }],
])("nothing is known of a program that %s", (_, touched, links) => {
  expect(resolved(touched, links as Record<string, string[]>)).toHaveProperty("reason");
});
