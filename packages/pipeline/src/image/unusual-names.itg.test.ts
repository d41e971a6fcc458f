import { createReadStream } from "node:fs";
import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import { blobPath } from "@debootc/core/oci/descriptor";
import type { ImageRecord } from "@debootc/core/oci/image-record";
import { digestOfBytes } from "@debootc/core/record/digest";
import { findTool } from "@debootc/tools/find-tool";
import { run } from "@debootc/tools/run";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rootEntries } from "../tree/root-entries.ts";
import { blobsOfRoot } from "./blobs-of-root.fixture.ts";
import { capability, plant, type WholeEntry, wholeEntries, wholeEntry } from "./root.fixture.ts";
import { writeImage } from "./write-image.ts";

const timestamp = 1_763_769_600;
const certificate = "NetLock_Arany_=Class_Gold=_Főtanúsítvány";
/** 255 bytes, the longest that a file system allows: no split fits it into the fields of ustar. */
const longest = `${"é".repeat(127)}x`;
/** Fits only when it is split at the slash: 152 and 99 bytes. */
const split = `usr/${"ж".repeat(74)}/${"ж".repeat(49)}x`;
const able = { mode: 0o755, xattrs: new Map([["security.capability", capability]]) };

/** Lists names and links that the C locale has no characters for, in each place and length that a header has for them. */
const unusualRoot: readonly WholeEntry[] = [
  wholeEntry({ path: ".", type: "directory" }),
  wholeEntry({ path: `${certificate}.pem`, type: "symlink", linkPath: `usr/${certificate}.crt` }),
  wholeEntry({ path: "usr", type: "directory" }),
  wholeEntry({ path: `usr/${certificate}.crt`, type: "file", bytes: Buffer.from("PEM") }),
  wholeEntry({ path: "usr/Ünable", type: "file", bytes: Buffer.from("1"), ...able }),
  wholeEntry({ path: "usr/Ünable-again", type: "hardlink", linkPath: "usr/Ünable", ...able }),
  wholeEntry({ path: `usr/${longest}`, type: "directory" }),
  wholeEntry({ path: `usr/${longest}/${longest}`, type: "file", bytes: Buffer.from("long"), ...able }),
  wholeEntry({ path: `usr/${longest}/🐄`, type: "hardlink", linkPath: `usr/${longest}/${longest}`, ...able }),
  wholeEntry({ path: split.slice(0, split.lastIndexOf("/")), type: "directory" }),
  wholeEntry({ path: split, type: "file", bytes: Buffer.from("split") }),
  wholeEntry({ path: "usr/漢", type: "symlink", linkPath: `${"字".repeat(33)}x` }),
  wholeEntry({ path: "usr/漢字", type: "symlink", linkPath: "字".repeat(300) }),
];

let work: Awaited<ReturnType<typeof mkdtempDisposable>>;
let image: ImageRecord;
const at = (name: string) => join(work.path, name);
const layout = () => at("image");
/** The layers as uncompressed archives, lowest first. */
const layers: string[] = [];
/** What the C locale makes of programs that look at it. */
const inC = { LC_ALL: "C", LANG: "C" };

beforeAll(async () => {
  work = await mkdtempDisposable(join(tmpdir(), "debootc-names-"));
  await mkdir(at("root"));
  await plant(at("root"), unusualRoot);
  image = await writeImage({
    blobs: await blobsOfRoot(at("root"), at("blobs"), { timestamp, compression: "gzip" }),
    directory: layout(),
    architecture: "amd64",
    timestamp,
    compression: "gzip",
    title: "names",
    version: "1",
    labels: {},
    treeDigests: { lock: digestOfBytes("lock"), inputs: digestOfBytes("inputs") },
  });
  for (const { digest } of image.layers) {
    const layer = at(`layer-${layers.length}.tar`);
    await writeFile(layer, createReadStream(join(layout(), blobPath(digest))).pipe(createGunzip()));
    layers.push(layer);
  }
});
afterAll(() => work.remove());

/** What a program made of the image, in the form in which it was planted; ostree keeps no times. */
async function treeOf(directory: string, keeping: "times" | "no times"): Promise<readonly WholeEntry[]> {
  const entries = await wholeEntries(rootEntries(directory, { timestamp }));
  return keeping === "times" ? entries : timeless(entries);
}

function timeless(entries: readonly WholeEntry[]): readonly WholeEntry[] {
  return entries.map(({ entry, bytes }) => ({ entry: { ...entry, mtime: 0 }, bytes }));
}

describe("an image with names that are not ASCII, in the C locale", () => {
  test("is imported by ostree, as bootc does: one commit a layer", async () => {
    const repo = `--repo=${at("repo")}`;
    await run({ tool: "ostree", args: [repo, "init", "--mode=bare"], env: inC });
    for (const [index, layer] of layers.entries()) {
      const commit = ["commit", `--branch=layer/${index}`, "--tar-autocreate-parents", `--tree=tar=${layer}`];
      await run({ tool: "ostree", args: [repo, ...commit], env: inC });
      const checkout = ["checkout", "--union", `layer/${index}`, at("checkout")];
      await run({ tool: "ostree", args: [repo, ...checkout], env: inC });
    }

    expect(await treeOf(at("checkout"), "no times")).toEqual(timeless(unusualRoot));
  });

  test.each([
    ["GNU tar", "tar", ["--xattrs", "--xattrs-include=*", "--same-owner", "--delay-directory-restore"]],
    ["bsdtar", "bsdtar", ["--xattrs", "--same-owner"]],
  ])("is unpacked by %s, without a word", async (name, tool, options) => {
    await mkdir(at(name));
    for (const layer of layers) {
      const args = [
        "--extract",
        "--file",
        layer,
        "--directory",
        at(name),
        "--preserve-permissions",
        ...options,
      ];
      const { stderr } = await run({ tool, args, env: inC });
      expect(stderr).toBe("");
    }

    expect(await treeOf(at(name), "times")).toEqual(unusualRoot);
  });

  test("is copied by skopeo, whose archive for Docker has the same layers", async () => {
    const to = `docker-archive:${at("docker.tar")}:names:1`;
    const source = `oci:${layout()}:latest`;
    await run({ tool: "skopeo", args: ["--insecure-policy", "copy", source, to], env: inC });
    const { stdout } = await run({ tool: "skopeo", args: ["inspect", "--config", to], env: inC });

    expect(JSON.parse(stdout)).toMatchObject({ rootfs: { diff_ids: image.diffIds } });
  });

  test("is unpacked by umoci", async () => {
    const args = ["unpack", "--image", `${layout()}:latest`, at("bundle")];
    await run({ tool: "umoci", args, env: inC });

    expect(await treeOf(at("bundle/rootfs"), "times")).toEqual(unusualRoot);
  });

  test("is unpacked by podman", async () => {
    const storage = [`--root=${at("storage")}`, `--runroot=${at("run")}`, "--storage-driver=vfs"];
    const podman = async (...args: string[]) =>
      (
        await run({ tool: "podman", args: [...storage, ...args], env: { ...inC, HOME: work.path } })
      ).stdout.trim();
    const archive = at("podman.tar");
    const source = `oci:${layout()}:latest`;
    const args = ["--insecure-policy", "copy", source, `docker-archive:${archive}:names:1`];
    await run({ tool: "skopeo", args, env: inC });
    await podman("load", "--quiet", "--input", archive);
    const mounted = await podman("image", "mount", "names:1");

    expect(await treeOf(mounted, "times")).toEqual(unusualRoot);
    await podman("image", "unmount", "names:1");
  });
});

// Programs of the machine that the tests may lack, in one place.
test("all programs that take images are here", async () => {
  for (const tool of ["bsdtar", "podman", "skopeo", "umoci"])
    expect(await findTool(tool), `${tool} is missing: script/setup --test`).toBeDefined();
});
