import type { Report } from "@debootc/core/event/event";
import { parseDsc } from "@debootc/core/source-package/parse-dsc";
import { run } from "@debootc/tools/run";
import { execFile } from "node:child_process";
import { readdir, readFile, symlink, truncate, writeFile } from "node:fs/promises";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { readSourceControl } from "./read-source-control.ts";
import { writeDsc, writeTree } from "./source-scene.fixture.ts";

const scene = await mkdtemp(join(tmpdir(), "debootc-control-"));
afterAll(() => rm(scene, { recursive: true, force: true }));
const control = "Source: tiny\n\nPackage: tiny\nProvides: virtual\nDepends: other\n";
const known = [{ name: "tiny", provides: "virtual", depends: "other" }];

interface Archive {
  /** Of the .dsc. */
  readonly format?: string;
  /** What stands before its extension. */
  readonly stem?: string;
  readonly compression?: "gz" | "xz" | "lzma" | "bz2";
  /** What is packed, of the tree. */
  readonly packed?: string;
}

/** A source package of the archive, as it was packed or with other bytes. */
async function read(
  files: Readonly<Record<string, string>>,
  { format = "3.0 (native)", stem = "tiny_1.tar", compression = "xz", packed = "tiny-1" }: Archive = {},
  spoil: (archive: string, tree: string) => Promise<void> = async () => {},
) {
  const directory = await mkdtemp(join(scene, "case-"));
  await writeTree(join(directory, "tree"), files);
  const name = `${stem}.${compression}`;
  const archive = join(directory, name);
  await run({ tool: "tar", args: ["-caf", archive, "-C", join(directory, "tree"), packed] });
  await spoil(archive, join(directory, "tree"));
  const dsc = await writeDsc(directory, { [name]: await readFile(archive) }, { format });
  const reports: Report[] = [];
  const found = await readSourceControl(
    { source: parseDsc(await readFile(dsc), dsc), directory },
    { report: (report) => reports.push(report), signal: new AbortController().signal },
  );
  const warnings = reports.map((report) => (report.type === "diagnostic" ? report.diagnostic.message : ""));
  return { found, warnings };
}

const inTree = { "tiny-1/debian/control": control, "tiny-1/a/debian/control": "Package: none\n" };

test.each([
  ["a native archive", {}, inTree],
  ["one that is packed with gzip", { compression: "gz" }, inTree],
  ["one that is packed with lzma", { compression: "lzma" }, inTree],
  ["one of format 1.0", { format: "1.0", compression: "gz" }, inTree],
  ["one without a directory at its top", { packed: "." }, { "debian/control": control }],
  [
    "the debian.tar of a package with an upstream archive",
    { format: "3.0 (quilt)", stem: "tiny_1.debian.tar", packed: "debian" },
    { "debian/a/debian/control": "Package: none\n", "debian/control": control },
  ],
] as const)("debian/control is read from %s", async (_what, archive, files) => {
  expect(await read(files, archive)).toEqual({ found: known, warnings: [] });
});

test.each([
  ["packed with bzip2", { compression: "bz2" }],
  ["of format 1.0 with a diff", { format: "1.0", stem: "tiny_1.orig.tar", compression: "gz" }],
] as const)("a source package %s gives no answer", async (_what, archive) => {
  expect(await read(inTree, archive)).toEqual({ found: undefined, warnings: [] });
});

test.each([
  ["cut off", "gz", (archive: string) => truncate(archive, 60)],
  ["cut off", "xz", (archive: string) => truncate(archive, 60)],
  ["no archive", "xz", (archive: string) => writeFile(archive, "text")],
  ["no archive", "gz", (archive: string) => writeFile(archive, "text")],
] as const)("an archive that is %s (%s) causes a warning", async (_what, compression, spoil) => {
  const { found, warnings } = await read(inTree, { compression }, spoil);

  expect(found).toBeUndefined();
  expect(warnings).toEqual([
    expect.stringMatching(`^cannot read debian/control in tiny_1.tar.${compression}: `),
  ]);
});

test.each([
  ["missing", { "tiny-1/debian/rules": "" }, /it does not exist$/],
  [
    "too large",
    { "tiny-1/debian/control": `${control}# ${"a".repeat(5 * 1024 ** 2)}\n` },
    /it has 5\.2 MB, but debootc reads at most 4\.0 MB$/,
  ],
])("a debian/control that is %s causes a warning", async (_what, files, message) => {
  expect(await read(files)).toEqual({ found: undefined, warnings: [expect.stringMatching(message)] });
});

test("a debian/control that is a link is not followed", async () => {
  const { found, warnings } = await read({ "tiny-1/debian/rules": "" }, {}, async (archive, tree) => {
    await symlink("/etc/passwd", join(tree, "tiny-1/debian/control"));
    await run({ tool: "tar", args: ["-caf", archive, "-C", tree, "tiny-1"] });
  });

  expect(found).toBeUndefined();
  expect(warnings).toEqual(["cannot read debian/control in tiny_1.tar.xz: it is a symlink"]);
});

test("an archive without an end is left, and so is the program that unpacks it", async () => {
  const endless = async (archive: string, tree: string) => {
    const zeros = join(tree, "tiny-1/0");
    await writeFile(zeros, "");
    await truncate(zeros, 8e9);
    // xz takes several of its files behind each other for one.
    const script =
      'tar -c -C "$1" tiny-1/0 | head -c 512 | xz -0; head -c 100M /dev/zero | xz -0 > "$2"; for i in $(seq 20); do cat "$2"; done';
    const { stdout } = await promisify(execFile)("sh", ["-c", script, "sh", tree, `${tree}.xz`], {
      encoding: "buffer",
      maxBuffer: 1e9,
    });
    await writeFile(archive, stdout);
    await rm(zeros);
  };
  const { found, warnings } = await read(inTree, {}, endless);

  expect(found).toBeUndefined();
  expect(warnings).toEqual([expect.stringMatching(/it is not in the first 1\.0 GB$/)]);
  const running = await Promise.all(
    (await readdir("/proc"))
      .filter((name) => /^\d+$/.test(name))
      .map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")),
  );
  expect(running.filter((line) => line.startsWith("xz") && line.includes(scene))).toEqual([]);
}, 120_000);
