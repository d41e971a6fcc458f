import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classifyVar, type VarEntry } from "./classify-var.ts";
import { tmpfilesPaths } from "./tmpfiles-paths.ts";
import type { VarRule } from "./var-rule.ts";

const entry = (path: string, more: Partial<VarEntry> = {}): VarEntry => ({
  path,
  type: "file",
  mode: 0o644,
  owner: "root",
  group: "root",
  ...more,
});
const directories: VarRule = { path: "/var/**", class: "tmpfiles", type: "directory" };

function classify(entries: VarEntry[], rules: VarRule[], packages: string[] = [], covered: string[] = []) {
  return classifyVar({ entries, rules, packages: new Set(packages), covered: new Set(covered) });
}

describe("the plan for /var", () => {
  test("lists a file that no rule covers as unknown", () => {
    const plan = classify([entry("/var/lib/widget/state")], [directories]);

    expect(plan.unknown.map(({ path }) => path)).toEqual(["/var/lib/widget/state"]);
  });

  test("makes a directory a line with mode and owner", () => {
    const plan = classify(
      [entry("/var/lib/chrony", { type: "directory", mode: 0o2750, owner: "_chrony", group: "_chrony" })],
      [directories],
    );

    expect(plan.lines).toEqual(["d /var/lib/chrony 2750 _chrony _chrony - -"]);
  });

  test("keeps a file of class tmpfiles in the factory and copies it by a line", () => {
    const plan = classify(
      [entry("/var/www/html/index.html")],
      [{ path: "/var/www/html/**", class: "tmpfiles" }],
    );

    expect(plan.factory).toEqual(["/var/www/html/index.html"]);
    expect(plan.lines).toEqual(["C /var/www/html/index.html 0644 root root - -"]);
  });

  test("moves a directory of class sysimage as a whole and leaves a relative link", () => {
    const plan = classify(
      [entry("/var/lib/dpkg", { type: "directory" }), entry("/var/lib/dpkg/status")],
      [{ path: "/var/lib/dpkg", class: "sysimage" }, directories],
    );

    expect(plan.sysimage).toEqual([{ from: "/var/lib/dpkg", to: "/usr/lib/sysimage/dpkg" }]);
    expect(plan.lines).toEqual(["L /var/lib/dpkg - - - - ../../usr/lib/sysimage/dpkg"]);
    expect(plan.unknown).toEqual([]);
  });

  test("leaves out of such a directory what a rule drops", () => {
    const plan = classify(
      [
        entry("/var/lib/app", { type: "directory" }),
        entry("/var/lib/app/key"),
        entry("/var/lib/app/logs", { type: "directory" }),
        entry("/var/lib/app/logs/one"),
        entry("/var/lib/app/state"),
      ],
      [
        { path: "/var/lib/app/key", class: "discard" },
        { path: "/var/lib/app/logs", class: "discard" },
        { path: "/var/lib/app", class: "sysimage" },
      ],
    );

    expect(plan.dropped).toEqual(["/var/lib/app/key", "/var/lib/app/logs"]);
    expect([...plan.shipped]).toEqual(["/var/lib/app", "/var/lib/app/state"]);
  });

  test("gives no second line to what a package's own tmpfiles.d creates", () => {
    const plan = classify([entry("/var/log", { type: "directory" })], [directories], [], ["/var/log"]);

    expect(plan.lines).toEqual([]);
  });

  test("lists a rule as stale if its package is installed and it matches nothing", () => {
    const rule: VarRule = { path: "/var/lib/gone", class: "discard", package: "widget" };

    expect(classify([], [rule], ["widget"]).stale).toEqual([rule]);
    expect(classify([], [rule], ["other"]).stale).toEqual([]);
    expect(classify([entry("/var/lib/gone")], [rule], ["widget"])).toMatchObject({ stale: [], unused: [] });
    expect(classify([], [rule], ["other"]).unused).toEqual([rule]);
  });

  test("quotes names that tmpfiles.d would read differently", () => {
    const plan = classify([entry('/var/lib/a b/100%"', { type: "directory" })], [directories]);

    expect(plan.lines).toEqual(['d "/var/lib/a b/100%%\\"" 0644 root root - -']);
  });

  test("has names of any bytes, and over several lines, as tmpfiles.d can read them", () => {
    const plan = classify(
      [
        entry("/var/lib/caf\udce9", { type: "directory", mode: 0o755 }),
        entry("/var/lib/x", { type: "symlink", target: "a\nb" }),
      ],
      [directories, { path: "/var/**", class: "tmpfiles", type: "symlink" }],
    );

    expect(plan.lines).toEqual([
      'd "/var/lib/caf\\xe9" 0755 root root - -',
      'L /var/lib/x - - - - "a\\x0ab"',
    ]);
  });

  test("finds a rule for a name that is not UTF-8 by how it is printed", () => {
    const plan = classify([entry("/var/lib/caf\udce9")], [{ path: "/var/lib/caf\\xe9", class: "discard" }]);

    expect(plan).toMatchObject({ unknown: [], unused: [] });
  });

  test("says which files the image has, and copies no special file", () => {
    const plan = classify(
      [
        entry("/var/lib/a"),
        entry("/var/lib/b", { type: "directory" }),
        entry("/var/lib/b/file"),
        entry("/var/lib/c", { type: "directory" }),
        entry("/var/lib/c/socket", { type: "special" }),
        entry("/var/lib/d", { type: "special" }),
      ],
      [
        { path: "/var/lib/b", class: "sysimage" },
        { path: "/var/lib/c", class: "discard" },
        { path: "/var/lib/*", class: "tmpfiles" },
      ],
    );

    expect([...plan.shipped]).toEqual(["/var/lib/a", "/var/lib/b", "/var/lib/b/file", "/var/lib/d"]);
    expect(plan.factory).toEqual(["/var/lib/a"]);
    expect(plan.lines.filter((line) => line.includes("/var/lib/d"))).toEqual([]);
  });

  test("has every entry exactly once: classified, taken with its parent, or unknown", () => {
    const names = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.uniqueArray(names, { selector: (parts) => parts.join("/") }), (tree) => {
        const entries = tree
          .map((parts) => entry(`/var/${parts.join("/")}`))
          .sort((x, y) => (x.path < y.path ? -1 : 1));
        const rules: VarRule[] = [
          { path: "/var/a", class: "discard" },
          { path: "/var/b/*", class: "sysimage" },
          { path: "/var/c/**", class: "tmpfiles" },
        ];
        const plan = classify(entries, rules);

        const outcome = (path: string) =>
          Number(path === "/var/a" || path.startsWith("/var/a/")) +
          plan.sysimage.filter(({ from }) => path === from || path.startsWith(`${from}/`)).length +
          plan.factory.filter((kept) => kept === path).length +
          plan.unknown.filter((unknown) => unknown.path === path).length;
        for (const { path } of entries)
          if (!path.startsWith("/var/a/") || entries.some((e) => e.path === "/var/a"))
            expect(outcome(path)).toBe(1);
      }),
    );
  });
});

test("tmpfiles.d lines that only adjust or that use patterns create nothing", () => {
  const text =
    "# c\nd /var/log 0755 - - -\nz /var/log/journal 2755\nd /run/%u - -\nL+ /var/run - - - - ../run\n";

  expect(tmpfilesPaths(text)).toEqual(["/var/log", "/var/run"]);
});
