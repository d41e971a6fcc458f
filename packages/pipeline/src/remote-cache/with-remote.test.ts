import { type Digest, digestOfBytes, digestSchema } from "@debootc/core/record/digest";
import { defineRecord } from "@debootc/core/record/record";
import { writeTar } from "@debootc/core/tar/write-tar";
import type { TarEntry } from "@debootc/core/tar/entry";
import { run } from "@debootc/tools/run";
import {
  cp,
  link,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { cachedRecord } from "../cache/cached-record.ts";
import { key, output, textIn } from "../cache/cache-scene.fixture.ts";
import { directoryRemoteCache } from "./directory-remote-cache.ts";
import { type RemoteScene, remoteScene, textProducer } from "./remote-scene.fixture.ts";

const a = { name: "a" };
const b = { name: "b" };

test("what one machine has made another one fetches, with the same bytes", async () => {
  const scene = await remoteScene();

  expect(await scene.make(a)).toBe(true);
  await using cache = await scene.open(b);
  await using lease = await cache.get("image", key);

  expect(lease?.outputDigest).toBe(output);
  expect(await textIn(lease?.path ?? "")).toBe("good");
  expect(await scene.make(b)).toBe(false);
  expect(scene.warnings).toEqual([]);
});

test("what a machine had before it knew the remote cache is stored, too", async () => {
  const scene = await remoteScene();
  const silent = { ...directoryRemoteCache(scene.directory), writable: false };
  await scene.make({ ...a, remote: silent });
  expect(await readdir(scene.directory)).toEqual([]);

  expect(await scene.make(a)).toBe(false);
  expect(await scene.make(b)).toBe(false);
});

test("an initramfs is neither stored nor fetched, since its key does not say which root it fits", async () => {
  const scene = await remoteScene();
  const make = async (name: string, kind: string) => {
    await using cache = await scene.open({ name });
    await using lease = await cache.put(kind, key, textProducer(name));
    return textIn(lease.path);
  };
  await make("a", "initramfs");

  expect(await readdir(scene.directory)).toEqual([]);
  await make("a", "image");
  await cp(join(scene.directory, "image"), join(scene.directory, "initramfs"), { recursive: true });
  expect(await make("b", "image")).toBe("a");
  expect(await make("b", "initramfs")).toBe("b");
});

test("what was fetched stays on the machine", async () => {
  const scene = await remoteScene();
  await scene.make(a);
  expect(await scene.make(b)).toBe(false);
  await rm(scene.directory, { recursive: true });

  expect(await scene.make(b)).toBe(false);
});

test("an entry is stored once, and nothing else is left beside it", async () => {
  const scene = await remoteScene();
  await Promise.all([scene.make(a), scene.make(b), scene.make({ name: "c" })]);

  expect(await readdir(join(scene.directory, "image"))).toHaveLength(1);
  expect((await readdir(scene.place())).sort()).toEqual(["content.tar.zst", "entry.json"]);
  expect(await readdir(join(scene.directory, ".incoming"))).toEqual([]);
  expect((await readdir(scene.home)).filter((name) => name.startsWith("work-"))).toEqual([]);
  expect(scene.warnings).toEqual([]);
});

test("links and times arrive as they were", async () => {
  const scene = await remoteScene();
  await scene.make(a, async (content) => {
    await writeFile(join(content, "one"), "same");
    await link(join(content, "one"), join(content, "two"));
    return output;
  });
  await using cache = await scene.open(b);
  await using lease = await cache.get("image", key);
  await writeFile(join(lease?.path ?? "", "one"), "changed");

  expect(await readFile(join(lease?.path ?? "", "two"), "utf8")).toBe("changed");
});

const record = defineRecord("with-remote-test", 1, { output: digestSchema });

test.each<[string, string, string]>([
  ["is none", "{}", "not a debootc/with-remote-test record"],
  ["has another output", record.serialize({ output: key }), `its record has the output ${key}`],
])("a fetched entry whose record %s is discarded, and made here", async (_what, text, reason) => {
  const scene = await remoteScene();
  await scene.make(a, async (content) => {
    await writeFile(join(content, "record.json"), text);
    return output;
  });
  await using cache = await scene.open(b);
  const {
    record: made,
    reused,
    lease,
  } = await cachedRecord({
    ...{ cache, kind: "image", key, format: record, outputDigest: (one: { output: Digest }) => one.output },
    make: async () => ({ output }),
  });
  await using _held = lease;

  expect([made, reused]).toEqual([{ output }, false]);
  expect(scene.warnings).toMatchObject([{ code: "cache-entry-damaged" }]);
  expect(scene.warnings[0]?.message).toContain(reason);
});

describe("a hostile remote cache", () => {
  const archiveOf = async (scene: RemoteScene, ...entries: readonly Partial<TarEntry>[]) => {
    const plain = { mode: 0o644, uid: 0, gid: 0, size: 0, mtime: 1, xattrs: new Map<string, Buffer>() };
    const root = { ...plain, path: ".", type: "directory" as const, mode: 0o755 };
    async function* members() {
      for (const entry of [root, ...entries.map((one) => ({ ...plain, ...one }) as TarEntry)])
        yield { entry, body: (async function* () {})() };
    }
    const tar = Buffer.concat(await Array.fromAsync(writeTar(members())));
    const packed = zstdCompressSync(tar);
    await writeFile(scene.place("content.tar.zst"), packed);
    const archive = { digest: digestOfBytes(packed), size: packed.length, unpacked: tar.length };
    await scene.rewrite({ archive });
    return archive;
  };

  test.each<[string, (scene: RemoteScene) => Promise<unknown>, string]>([
    [
      "a changed byte",
      (scene) => writeFile(scene.place("content.tar.zst"), "x", { flag: "r+" }),
      "is not what was stored",
    ],
    ["a short archive", (scene) => truncate(scene.place("content.tar.zst"), 9), "its archive has 9 bytes"],
    ["no record", (scene) => writeFile(scene.place("entry.json"), ""), "not JSON"],
    [
      "a record of another key",
      (scene) => scene.rewrite({ key: digestOfBytes("other") }),
      `its record belongs to image ${digestOfBytes("other")}`,
    ],
    ["a record of another kind", (scene) => scene.rewrite({ kind: "root" }), "its record belongs to root"],
    ["untrusted work", (scene) => scene.rewrite({ trustDomain: "untrusted" }), "made by untrusted work"],
    [
      "a record without end",
      (scene) => writeFile(scene.place("entry.json"), "x".repeat(100_000)),
      "its record has 100.0 kB",
    ],
    [
      "an archive that fills the disk",
      async (scene) => {
        const archive = await archiveOf(scene);
        await scene.rewrite({ archive: { ...archive, unpacked: 2 ** 52 } });
      },
      "are free",
    ],
    [
      "an archive that is longer than it says",
      async (scene) => {
        const archive = await archiveOf(scene);
        await scene.rewrite({ archive: { ...archive, unpacked: 1024 } });
      },
      "its archive has more bytes, its record says 1024",
    ],
    [
      "an archive that is shorter than it says",
      async (scene) => {
        const archive = await archiveOf(scene);
        await scene.rewrite({ archive: { ...archive, unpacked: 999_999 } });
      },
      "its record says 999999",
    ],
    [
      "a path outside",
      (scene) => archiveOf(scene, { path: "../../escaped", type: "file" }),
      '"../../escaped" in its archive leads elsewhere',
    ],
    [
      "a link",
      (scene) => archiveOf(scene, { path: "./file", type: "symlink", linkPath: "/etc/passwd" }),
      '"./file" in its archive is a symlink',
    ],
    [
      "a device",
      (scene) => archiveOf(scene, { path: "./a", type: "block", device: { major: 8, minor: 0 } }),
      '"./a" in its archive is a block',
    ],
    [
      "bytes that are no archive",
      async (scene) => {
        const packed = Buffer.from("no archive");
        await writeFile(scene.place("content.tar.zst"), packed);
        await scene.rewrite({
          archive: { digest: digestOfBytes(packed), size: packed.length, unpacked: 10 },
        });
      },
      "its archive cannot be read",
    ],
  ])("%s is refused with one warning, and made here", async (_what, spoil, reason) => {
    const scene = await remoteScene();
    await scene.make(a);
    await spoil(scene);

    expect(await scene.make(b, textProducer("made here"))).toBe(true);

    await using again = await scene.open(b);
    await using lease = await again.get("image", key);
    expect(await textIn(lease?.path ?? "")).toBe("made here");
    expect(await readdir(lease?.path ?? "")).toEqual(["file"]);
    expect(scene.warnings).toMatchObject([{ code: "remote-entry-refused" }]);
    expect(scene.warnings[0]?.message).toContain(reason);
    expect((await readdir(scene.home)).filter((name) => name.startsWith("work-"))).toEqual([]);
  });

  test.each<[string, (path: string, scene: RemoteScene) => Promise<unknown>]>([
    [
      "a link",
      async (path, scene) => {
        await rename(path, join(scene.home, "elsewhere"));
        await symlink(join(scene.home, "elsewhere"), path);
      },
    ],
    ["a directory", (path) => rm(path).then(() => mkdir(path))],
    ["a pipe", (path) => rm(path).then(() => run({ tool: "mkfifo", args: [path] }))],
  ])("%s in the place of a file is refused, and other entries are fetched", async (_what, spoil) => {
    for (const name of ["entry.json", "content.tar.zst"]) {
      const scene = await remoteScene();
      await scene.make(a);
      await using maker = await scene.open(a);
      await using _other = await maker.put("commit", key, textProducer("other"));
      await maker[Symbol.asyncDispose]();
      await spoil(scene.place(name), scene);

      await using cache = await scene.open(b);
      expect(await cache.get("image", key)).toBeUndefined();
      expect(scene.warnings).toMatchObject([{ code: "remote-entry-refused" }]);
      await using fetched = await cache.get("commit", key);
      expect(await textIn(fetched?.path ?? "")).toBe("other");
    }
  });

  test("an entry without its archive is none", async () => {
    const scene = await remoteScene();
    await scene.make(a);
    await rm(scene.place("content.tar.zst"));

    expect(await scene.make(b)).toBe(true);
    expect(scene.warnings).toEqual([]);
  });
});

describe("untrusted work", () => {
  test("fetches, and stores nothing", async () => {
    const scene = await remoteScene();
    const untrusted = { name: "fork", trustDomain: "untrusted" as const };

    expect(await scene.make(untrusted)).toBe(true);
    expect(await readdir(scene.directory)).toEqual([]);
    await scene.make(a);
    expect(await scene.make({ ...untrusted, name: "other-fork" })).toBe(false);
  });
});
