import { mkdir, mkdtempDisposable, readdir, readFile, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { LayerPlan } from "@debootc/core/layers/layer-plan";
import { layersRecord } from "@debootc/core/layers/layers-record";
import { mergeLayers } from "@debootc/core/oci/merge-layers";
import { digestOfBytes } from "@debootc/core/record/digest";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { plant, type WholeEntry, wholeEntry } from "../image/root.fixture.ts";
import { listRoot } from "../tree/list-root.ts";
import { layerListing } from "./layer-listing.ts";
import { planLayers } from "./plan-layers.ts";
import { readPackageDatabase } from "./read-package-database.ts";
import { readTreeListing } from "./read-tree-listing.ts";

const file = (path: string, content: string | Uint8Array) =>
  wholeEntry({ path, type: "file", bytes: Buffer.from(content) });
const link = (path: string, linkPath: string) => wholeEntry({ path, type: "symlink", linkPath });

const stanza = (name: string, rest: string) => `Package: ${name}\nStatus: install ok installed\n${rest}\n`;
const info = "usr/lib/sysimage/dpkg/info";
const changelog = (...dates: string[]) =>
  gzipSync(dates.map((date) => `a (1) x; urgency=low\n\n -- A <a@b.org>  ${date}\n\n`).join(""));

/** A merged root of three packages, with all that dpkg and ucf keep of them. */
const debianRoot: readonly WholeEntry[] = [
  link("bin", "usr/bin"),
  file("etc/default/tool", "managed"),
  file("etc/motd", "hello"),
  file("usr/bin/bash", "x".repeat(100_000)),
  file("usr/bin/tool", "y".repeat(80_000)),
  file("usr/bin/tool.distrib", "z".repeat(90_000)),
  file("usr/lib/libc.so.6", "c".repeat(200_000)),
  file(`${info}/bash.list`, "/.\n/bin\n/bin/bash\n/usr/share/doc/bash\n/bin/tool\n"),
  file(`${info}/libc6:amd64.list`, "/.\n/usr/lib/libc.so.6\n"),
  file(`${info}/libc6:i386.list`, "/.\n/usr/lib/libc.so.6.i386\n"),
  file(`${info}/tool.list`, "/.\n/usr/bin/tool\n/bin/tool\n"),
  file("usr/lib/sysimage/dpkg/diversions", "/bin/tool\n/bin/tool.distrib\ntool\n"),
  file(
    "usr/lib/sysimage/dpkg/status",
    [
      stanza("bash", "Version: 5.2.37-2\nArchitecture: amd64\n"),
      stanza("libc6", "Version: 2.41-12\nArchitecture: amd64\nMulti-Arch: same\nSource: glibc\n"),
      stanza("tool", "Version: 1\nArchitecture: all\n"),
    ].join("\n"),
  ),
  file("usr/lib/sysimage/ucf/registry", "tool\t/etc/default/tool\n"),
  file(
    "usr/share/doc/bash/changelog.Debian.gz",
    changelog("Mon, 03 Feb 2025 12:00:00 +0000", "Sat, 01 Feb 2025 12:00:00 +0000"),
  ),
  file("usr/share/doc/libc6/changelog.Debian.gz", "no gzip"),
  link("usr/share/doc/tool", "bash"),
];

let work: Awaited<ReturnType<typeof mkdtempDisposable>>;
const root = () => join(work.path, "root");

beforeEach(async () => {
  work = await mkdtempDisposable(join(tmpdir(), "debootc-plan-"));
  await mkdir(root());
});
afterEach(() => work[Symbol.asyncDispose]());

async function listing(entries: readonly WholeEntry[]): Promise<string> {
  await plant(root(), entries);
  const path = join(work.path, "tree.jsonl");
  await listRoot(root(), path, 2000, new AbortController().signal);
  return path;
}

async function database(entries: readonly WholeEntry[]) {
  return readPackageDatabase(root(), await readTreeListing(await listing(entries)));
}

async function plan(path: string, previous?: LayerPlan, maxLayers = 20) {
  const directory = await mkdtempDisposable(join(work.path, "layers-"));
  const { layers } = await planLayers({
    root: root(),
    listing: path,
    maxLayers,
    previous,
    directory: directory.path,
  });
  return { layers, directory: directory.path, components: layers.map(({ components }) => components) };
}

describe("the package database of a root", () => {
  test("has what dpkg and ucf keep: files by architecture, diversions, intervals, also behind links", async () => {
    expect(await database(debianRoot)).toMatchObject({
      packages: [
        {
          name: "bash",
          source: "bash",
          files: ["/.", "/bin", "/bin/bash", "/usr/share/doc/bash", "/bin/tool"],
          updateInterval: 2,
        },
        { name: "libc6", source: "glibc", files: ["/.", "/usr/lib/libc.so.6"] },
        { name: "tool", files: ["/.", "/usr/bin/tool", "/bin/tool"], updateInterval: 2 },
      ],
      diversions: [{ from: "/bin/tool", to: "/bin/tool.distrib", package: "tool" }],
      managedFiles: [{ package: "tool", path: "/etc/default/tool" }],
    });
  });

  test("of a root without dpkg is empty", async () => {
    expect(await database([file("etc/motd", "x")])).toEqual({
      packages: [],
      diversions: [],
      managedFiles: [],
    });
  });

  test("is read inside the root only, whatever its links and names say", async () => {
    const outside = join(work.path, "outside");
    await mkdir(outside);
    await plant(outside, [file("status", stanza("stranger", "Version: 1\nArchitecture: all\n"))]);
    await mkdir(join(root(), "usr/lib/sysimage"), { recursive: true });
    await symlink(outside, join(root(), "usr/lib/sysimage/dpkg"));

    expect((await database([file("etc/motd", "x")])).packages).toEqual([]);
  });

  test("of a package whose name leads out has nothing from there", async () => {
    await plant(work.path, [file("x.list", "/etc/shadow\n")]);
    const status = stanza(`${"../".repeat(6)}x`, "Version: 1\nArchitecture: all\n");

    const [found] = (await database([file("usr/lib/sysimage/dpkg/status", status)])).packages;
    expect(found?.files).toEqual([]);
  });

  test("has no interval from a changelog that unpacks to too much", async () => {
    const newest = changelog("Mon, 03 Feb 2025 12:00:00 +0000", "Sat, 01 Feb 2025 12:00:00 +0000");
    const bomb = Buffer.concat([newest, gzipSync(Buffer.alloc(40 * 1024 * 1024))]);
    const entries = [
      file("usr/lib/sysimage/dpkg/status", stanza("a", "Version: 1\nArchitecture: all\n")),
      file("usr/share/doc/a/changelog.Debian.gz", bomb),
    ];

    const [found] = (await database(entries)).packages;
    expect(found).not.toHaveProperty("updateInterval");
  });
});

describe("the plan of a root", () => {
  test("gives every package its layer, and what is generated one", async () => {
    const { components } = await plan(await listing(debianRoot));

    expect(components).toEqual([["glibc"], ["bash"], ["tool"], ["generated/dpkg", "generated/unpackaged"]]);
  });

  test("is a record, whose listings are beside it and give the root again", async () => {
    const path = await listing(debianRoot);
    const { layers, directory } = await plan(path);

    expect(layersRecord.parse(layersRecord.serialize({ layers }), "plan")).toEqual({ layers });
    const listings = layers.map((_, index) => layerListing(directory, index));
    expect((await readdir(directory)).map((name) => join(directory, name)).toSorted()).toEqual(listings);
    const entries = await Promise.all(listings.map(readTreeListing));
    for (const [index, layer] of layers.entries()) {
      expect(layer.listing).toBe(digestOfBytes(await readFile(listings[index] ?? "")));
      expect(layer.entries).toBe(entries[index]?.length);
      expect(layer.bytes).toBe(entries[index]?.reduce((sum, { size }) => sum + size, 0));
    }
    const whole = mergeLayers([await readTreeListing(path)]);
    expect([...mergeLayers(entries).entries.values()].map(({ entry }) => entry)).toEqual(
      [...whole.entries.values()].map(({ entry }) => entry),
    );
  });

  test("with a package more keeps the listings of all other packages", async () => {
    const before = await plan(await listing(debianRoot));
    const more = await listing([
      file("usr/bin/new", "n".repeat(70_000)),
      file(`${info}/new.list`, "/usr/bin/new\n"),
      file(
        "usr/lib/sysimage/dpkg/status",
        [
          (await readFile(join(root(), "usr/lib/sysimage/dpkg/status"), "utf8")).trimEnd(),
          stanza("new", "Version: 1\nArchitecture: all\n"),
        ].join("\n\n"),
      ),
    ]);
    const after = await plan(more, before.components);

    const kept = before.layers.filter(({ listing: digest }) =>
      after.layers.some((layer) => layer.listing === digest),
    );
    expect(kept.map(({ components }) => components)).toEqual([["glibc"], ["bash"], ["tool"]]);
    expect(after.components).toContainEqual(["new"]);
  });
});
