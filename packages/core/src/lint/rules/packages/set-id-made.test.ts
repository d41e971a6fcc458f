import { expect, test } from "vitest";
import { mergeLayers } from "../../../oci/merge-layers.ts";
import { DpkgDatabase } from "../../subject/dpkg-database.ts";
import { LintTree } from "../../subject/lint-tree.ts";
import { setIdMade } from "./set-id-made.ts";

const texts = new Map([
  ["usr/lib/sysimage/dpkg/status", "Package: widget\nStatus: install ok installed\nVersion: 1\n"],
  ["usr/lib/sysimage/dpkg/info/widget.list", "/bin/widget\n/usr/bin/gadget\n"],
]);
const common = { mtime: 0, size: 0, xattrs: new Map(), uid: 0, gid: 0 } as const;
const program = (path: string, mode: number) => ({ ...common, path, type: "file" as const, mode });
const merged = mergeLayers([
  [
    ...[...texts].map(([path]) => program(path, 0o644)),
    program("usr/bin/widget", 0o4755),
    program("usr/bin/gadget", 0o2755),
  ],
]);
const tree = new LintTree(merged, { contentOf: ({ entry }) => Buffer.from(texts.get(entry.path) ?? "") });

function findings(packagesRead: readonly string[], modes: Readonly<Record<string, number>> = {}) {
  const packagedModes = Object.entries(modes).map(([path, mode]) => {
    return { package: "widget", path, mode, user: "root", group: "root" };
  });
  const subject = {
    tree,
    dpkg: new DpkgDatabase(tree),
    packagedModes,
    packagesRead: new Set(packagesRead),
  };
  return [...setIdMade.check(subject)].map(({ path, message }) => `${path} ${message}`);
}

test("bits that the archive of the package lacks were made by a script", () => {
  expect(findings(["widget"], { "/bin/widget": 0o4755 })).toEqual([
    "/usr/bin/gadget is set-group-ID (2755 0:0), and is not so in the archive of widget",
  ]);
});

test("one bit in the archive does not explain the other", () => {
  expect(findings(["widget"], { "/usr/bin/widget": 0o2755, "/usr/bin/gadget": 0o2755 })).toEqual([
    "/usr/bin/widget is set-user-ID (4755 0:0), and its package has 2755",
  ]);
});

test("of a package whose archive was not read nobody knows that it ships them", () => {
  expect(findings([], { "/bin/widget": 0o4755 })).toEqual([
    "/usr/bin/gadget is set-group-ID (2755 0:0), and widget is not known to ship it so",
  ]);
});
