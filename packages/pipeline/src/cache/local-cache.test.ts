import { digestOfBytes } from "@debootc/core/record/digest";
import { link, mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cacheEntryRecord } from "./cache-entry.ts";
import { removeTree } from "../worker/remove-tree.ts";
import { cacheScene, key, output, produce, textIn } from "./cache-scene.fixture.ts";

const scene = cacheScene();
const { open, entryPath, leftovers } = scene;

describe("get and put", () => {
  test("an entry that was never put is absent", async () => {
    expect(await (await open()).get("root", key)).toBeUndefined();
    expect(await leftovers()).toEqual([]);
  });

  test("another run reads an entry with its output digest", async () => {
    await (await (await open()).put("root", key, produce("tree")))[Symbol.asyncDispose]();
    await using lease = await (await open()).get("root", key);

    expect(lease && (await textIn(lease.path))).toBe("tree");
    expect(lease).toMatchObject({ key, outputDigest: output });
  });

  test("the producer does not run if the entry exists", async () => {
    const cache = await open();
    await using _first = await cache.put("root", key, produce("first"));
    await using second = await cache.put("root", key, () => Promise.reject(new Error("must not run")));

    expect(await textIn(second.path)).toBe("first");
  });

  test("each kind is a separate key space", async () => {
    const cache = await open();
    await using _root = await cache.put("root", key, produce("tree"));
    expect(await cache.get("layer", key)).toBeUndefined();
  });

  test("of two concurrent producers the first to finish wins, and both read its entry", async () => {
    const cache = await open();
    const gate = Promise.withResolvers<void>();
    const slow = cache.put("root", key, async (content) => {
      await gate.promise;
      return produce("slow")(content);
    });
    await using fast = await cache.put("root", key, produce("fast"));
    gate.resolve();
    await using late = await slow;

    expect([await textIn(fast.path), await textIn(late.path)]).toEqual(["fast", "fast"]);
    expect(await readdir(join(scene.directory, "staging"))).toEqual([]);
    expect(scene.warnings).toEqual([]);
  });

  test("two producers that disagree are reported", async () => {
    const cache = await open();
    await using lease = await cache.put("root", key, async (content) => {
      await using _fast = await cache.put("root", key, produce("fast"));
      return produce("slow", digestOfBytes("other"))(content);
    });
    expect(lease.outputDigest).toBe(output);
    expect(scene.warnings).toMatchObject([{ code: "cache-entry-differs" }]);
  });

  test("the entries that were used last come first, and those of another kind or damaged not at all", async () => {
    const cache = await open();
    const keys = ["old", "new", "damaged"].map((name) => digestOfBytes(name));
    const places = await Promise.all(
      keys.map(async (one, index) => {
        await using lease = await cache.put("commit", one, produce("x"));
        const place = join(lease.path, "..");
        await utimes(join(place, "entry.json"), index, index);
        return place;
      }),
    );
    await using _other = await cache.put("root", key, produce("tree"));
    await writeFile(join(places[2] ?? "", "entry.json"), "{");

    const recent = async (kind: string, count: number) => {
      const leases = await cache.recent(kind, count);
      for (const lease of leases) await lease[Symbol.asyncDispose]();
      return leases.map(({ path }) => path);
    };
    const [oldest, newest] = places.map((place) => join(place, "content"));
    expect(await recent("commit", 1)).toEqual([newest]);
    expect(await recent("image", 8)).toEqual([]);
    expect(new Set(await recent("commit", 8))).toEqual(new Set([oldest, newest]));
    await writeFile(join(newest ?? "", "file"), "changed");
    expect(await recent("commit", 8)).toEqual([oldest]);
  });

  test("a producer that fails leaves nothing", async () => {
    const cache = await open();
    const failing = cache.put("root", key, async (content) => {
      await writeFile(join(content, "file"), "half");
      throw new Error("no space");
    });
    await expect(failing).rejects.toThrow("no space");
    expect(await leftovers()).toEqual([]);
    expect(await cache.get("root", key)).toBeUndefined();
  });

  test("the record says who made the entry, when, and how large it is", async () => {
    await using _lease = await (await open()).put("root", key, async (content) => {
      await mkdir(join(content, "a"));
      await link(join(scene.directory, "CACHEDIR.TAG"), join(content, "a", "one"));
      await link(join(scene.directory, "CACHEDIR.TAG"), join(content, "a", "two"));
      return output;
    });
    const bytes = (await readFile(join(scene.directory, "CACHEDIR.TAG"))).length;
    expect(cacheEntryRecord.parse(await readFile(entryPath("entry.json"), "utf8"), "entry.json")).toEqual({
      kind: "root",
      key,
      outputDigest: output,
      trustDomain: "trusted",
      producer: "1.2.3",
      created: "2025-01-31T12:00:00.000Z",
      seal: expect.stringMatching(/^sha256:/),
      content: { files: 1, bytes },
    });
  });

  test("a kind that is not a plain word is refused", async () => {
    const cache = await open();
    await expect(cache.get("../root", key)).rejects.toThrow(expect.objectContaining({ code: "usage" }));
    await expect(cache.put("a~b", key, produce("x"))).rejects.toThrow(
      expect.objectContaining({ code: "usage" }),
    );
  });

  test("a directory that cannot be made is results-unwritable", async () => {
    await expect(open({ directory: "/sys/debootc" })).rejects.toThrow(
      expect.objectContaining({ code: "results-unwritable" }),
    );
  });
});

describe("damage", () => {
  const put = async () => (await (await open()).put("root", key, produce("good")))[Symbol.asyncDispose]();

  test.each<[string, () => Promise<unknown>]>([
    ["an empty record", () => writeFile(entryPath("entry.json"), "")],
    ["no record", () => rm(entryPath("entry.json"))],
    ["no content", () => rm(entryPath("content"), { recursive: true })],
    [
      "the record of another",
      async () => {
        const text = await readFile(entryPath("entry.json"), "utf8");
        await writeFile(entryPath("entry.json"), text.replace(key, output));
      },
    ],
    [
      "the record of untrusted work",
      async () => {
        const text = await readFile(entryPath("entry.json"), "utf8");
        await writeFile(entryPath("entry.json"), text.replace('"trusted"', '"untrusted"'));
      },
    ],
  ])("an entry with %s is removed, reported and made again", async (_what, damage) => {
    await put();
    await damage();

    await using lease = await (await open()).put("root", key, produce("new"));
    expect(await textIn(lease.path)).toBe("new");
    expect(scene.warnings).toMatchObject([{ code: "cache-entry-damaged", severity: "warning" }]);
  });
});

describe("prune", () => {
  test("removes the least recently used first, and a get is a use", async () => {
    const cache = await open();
    const keys = ["a", "b", "c"].map((name) => digestOfBytes(name));
    for (const [index, each] of keys.entries()) {
      scene.now = new Date(2025, 0, 1, index);
      await (await cache.put("root", each, produce("12345")))[Symbol.asyncDispose]();
    }
    scene.now = new Date(2025, 0, 2);
    await (await cache.get("root", keys[0] ?? key))?.[Symbol.asyncDispose]();

    const outcome = await cache.prune({ maxBytes: 10, now: scene.now });
    expect(outcome.removed.map(({ key }) => key)).toEqual([keys[1]]);
    expect(outcome.bytes).toBe(10);
    expect(new Set((await cache.list()).map(({ key }) => key))).toEqual(new Set([keys[0], keys[2]]));
  });

  test("leaves held entries alone until they are released", async () => {
    const cache = await open();
    const lease = await cache.put("root", key, produce("tree"));
    expect((await cache.prune({ maxBytes: 0, now: scene.now })).removed).toEqual([]);
    expect(await textIn(lease.path)).toBe("tree");

    await lease[Symbol.asyncDispose]();
    expect((await cache.prune({ maxBytes: 0, now: scene.now })).removed).toMatchObject([{ key }]);
    expect(await leftovers()).toEqual([]);
  });

  test("leaves alone the staging directory of a living process", async () => {
    const cache = await open();
    await using lease = await cache.put("root", key, async (content) => {
      expect((await cache.prune({ maxBytes: 0, now: scene.now })).abandoned).toBe(0);
      return produce("tree")(content);
    });
    expect(await textIn(lease.path)).toBe("tree");
  });

  test("removes staging directories and leases of an earlier boot", async () => {
    const cache = await open();
    const dead = `1.1.1.${"0".repeat(32)}`;
    await mkdir(join(scene.directory, "staging", `${dead}-abc`, "entry"), { recursive: true });
    await writeFile(join(scene.directory, "leases", `root~${key.slice(7)}~reader~${dead}~1`), "");
    expect(await cache.prune({ maxBytes: 0, now: scene.now })).toMatchObject({ abandoned: 1, voidLeases: 1 });
    expect(await leftovers()).toEqual([]);
  });

  test("removes trees with the function it was given", async () => {
    const removed: string[] = [];
    const cache = await open({
      removeTree: async (path) => {
        removed.push(path);
        await removeTree(path);
      },
    });
    await (await cache.put("root", key, produce("tree")))[Symbol.asyncDispose]();
    removed.length = 0;
    await cache.prune({ maxBytes: 0, now: scene.now });
    expect(removed).toEqual([expect.stringContaining(join(scene.directory, "staging"))]);
  });
});
