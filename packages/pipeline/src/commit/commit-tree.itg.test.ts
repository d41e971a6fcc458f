import { link, mkdir, mkdtempDisposable, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { digestOfBytes } from "@debootc/core/record/digest";
import { findDamage, initRepository } from "@debootc/tools/ostree/ostree-repository";
import { run } from "@debootc/tools/run";
import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { hardRoot, membersOf, plant, type WholeEntry, wholeEntry } from "../image/root.fixture.ts";
import { toTar } from "../tree/to-tar.ts";
import { bareCommit } from "@debootc/core/ostree/objects";
import { commitTreeOperation } from "./commit-tree.ts";
import { objectStore } from "./object-store.ts";
import { readTree, writeDirectories } from "./tree-objects.ts";

const temporaryDirectory = () => mkdtempDisposable(join(tmpdir(), "debootc-commit-"));
const signal = new AbortController().signal;
const timestamp = 2000;
const [lock, inputs] = [digestOfBytes("lock"), digestOfBytes("inputs")] as const;

/** Every file of a repository's objects with a digest of its bytes. */
async function objectsOf(repo: string): Promise<string[]> {
  const files = await readdir(join(repo, "objects"), { recursive: true, withFileTypes: true });
  const digests = files
    .filter((file) => file.isFile())
    .map(async (file) => `${file.name} ${digestOfBytes(await readFile(join(file.parentPath, file.name)))}`);
  return (await Promise.all(digests)).sort();
}

/** Names what the tests make in their directory. */
function placesIn(work: string) {
  const at = (name: string) => join(work, name);
  return {
    ...{ root: at("root"), repo: at("repo"), straight: at("straight") },
    ...{ first: at("first"), again: at("again"), fresh: at("fresh") },
  };
}

/** Commits entries as `ostree commit` does by itself, straight into an archive repository. */
async function committedByOstree(repo: string, tree: string, input?: Readable): Promise<string> {
  await initRepository(repo, "archive");
  const metadata = { "test.flag": true, version: "1", "debootc.lock": lock, "debootc.inputs": inputs };
  const { stdout } = await run({
    tool: "ostree",
    args: [
      ...[`--repo=${repo}`, "commit", "--orphan", "--bind-ref=debian/test", "--parent=none", tree],
      ...[`--timestamp=@${timestamp}`, "--subject=debian/test 1"],
      ...Object.entries(metadata).map(([key, value]) =>
        typeof value === "string"
          ? `--add-metadata-string=${key}=${value}`
          : `--add-metadata=${key}=${value}`,
      ),
    ],
    ...(input === undefined ? {} : { input }),
  });
  return stdout.trim();
}

function tarOf(entries: readonly WholeEntry[]): Readable {
  return Readable.from(toTar(membersOf(entries)));
}

/** The names of a repository's objects. */
async function objectNames(repo: string): Promise<string[]> {
  return (await objectsOf(repo)).map((object) => object.replace(/ .*/, ""));
}

function request(work: string, root: string, repo: string, pool: string[] = []) {
  return {
    root,
    repo,
    scratch: join(work, "scratch"),
    pool,
    ref: "debian/test",
    version: "1",
    timestamp,
    metadata: { "test.flag": true },
    lockDigest: lock,
    inputDigest: inputs,
  };
}
const silent = { report: () => {}, log: () => {}, signal };

/** A name of one or two bytes a character, from few, so that some meet. */
const anyName = fc.string({ unit: fc.constantFrom("a", "b", "-", "é", "~"), minLength: 1, maxLength: 3 });
const anyEntry = fc.record({
  names: fc.array(anyName, { minLength: 1, maxLength: 4 }),
  type: fc.constantFrom("directory" as const, "file" as const, "symlink" as const),
  mode: fc.constantFrom(0o644, 0o755, 0o4755, 0o2775, 0o1777, 0),
  uid: fc.constantFrom(0, 1000, 3_000_000),
  bytes: fc.uint8Array({ maxLength: 300 }),
  xattrs: fc.dictionary(
    fc.constantFrom("user.b", "user.a", "user.é"),
    fc.uint8Array({ minLength: 1, maxLength: 20 }),
  ),
});

/** Makes a tree of entries: what leads to one becomes a directory, and the first of a name counts. */
function treeOf(
  given: readonly (typeof anyEntry extends fc.Arbitrary<infer One> ? One : never)[],
): WholeEntry[] {
  const found = new Map<string, WholeEntry>([[".", wholeEntry({ path: ".", type: "directory" })]]);
  for (const { names, bytes, xattrs, ...entry } of given) {
    const paths = names.map((_, index) => names.slice(0, index + 1).join("/"));
    const last = paths.pop() ?? "";
    if (paths.some((path) => found.has(path) && found.get(path)?.entry.type !== "directory")) continue;
    for (const path of paths) if (!found.has(path)) found.set(path, wholeEntry({ path, type: "directory" }));
    if (found.has(last)) continue;
    const attributes = new Map(Object.entries(xattrs).map(([name, value]) => [name, Buffer.from(value)]));
    const whole = {
      directory: () => wholeEntry({ ...entry, path: last, xattrs: attributes }),
      file: () => wholeEntry({ ...entry, path: last, bytes, xattrs: attributes }),
      symlink: () =>
        wholeEntry({ ...entry, path: last, mode: 0o777, xattrs: new Map(), linkPath: names.join("-") }),
    }[entry.type]();
    found.set(last, whole);
  }
  return [...found.values()];
}

describe("the objects of a commit", () => {
  test("are those that ostree writes, sound, and nothing else is left", async () => {
    await using work = await temporaryDirectory();
    const { root, repo, straight } = placesIn(work.path);
    await mkdir(root);
    await plant(root, hardRoot);

    const { checksum } = await commitTreeOperation.run(request(work.path, root, repo), silent);

    expect(checksum).toBe(await committedByOstree(straight, "--tree=tar=-", tarOf(hardRoot)));
    expect(await objectsOf(repo)).toEqual(await objectsOf(straight));
    expect(await findDamage(repo, signal)).toEqual([]);
    expect((await readdir(work.path)).sort()).toEqual(["repo", "root", "straight"]);
  });

  test("are those that ostree writes for any tree", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEntry, { maxLength: 40 }), async (given) => {
        await using work = await temporaryDirectory();
        const { root, repo, straight } = placesIn(work.path);
        await mkdir(root);
        await plant(root, treeOf(given));

        const { checksum } = await commitTreeOperation.run(request(work.path, root, repo), silent);

        expect(checksum).toBe(await committedByOstree(straight, `--tree=dir=${root}`));
        expect(await objectNames(repo)).toEqual(await objectNames(straight));
        expect(await findDamage(repo, signal)).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  test("have /etc in /usr, where ostree looks for the defaults, and nothing that is in /var", async () => {
    await using work = await temporaryDirectory();
    const { root, repo, straight } = placesIn(work.path);
    for (const path of ["root/etc/ssh", "root/usr", "root/var/log"])
      await mkdir(join(work.path, path), { recursive: true });
    await writeFile(join(root, "etc/ssh/config"), "x");
    await link(join(root, "etc/ssh/config"), join(root, "etc/twin"));
    await writeFile(join(root, "var/log/x"), "x");

    const { checksum } = await commitTreeOperation.run(request(work.path, root, repo), silent);

    await rename(join(root, "etc"), join(root, "usr/etc"));
    await rm(join(root, "var/log"), { recursive: true });
    expect(checksum).toBe(await committedByOstree(straight, `--tree=dir=${root}`));
  });

  test("of a link and a large file with several attributes are sound", async () => {
    await using work = await temporaryDirectory();
    const { repo } = placesIn(work.path);
    await initRepository(repo, "archive");
    const xattrs = new Map([
      ["user.b", Buffer.from("b")],
      ["user.a", Buffer.from("a")],
    ]);
    const large = Buffer.alloc(65 * 1024 ** 2, "large");
    const entries = [
      wholeEntry({ path: ".", type: "directory" }),
      wholeEntry({ path: "large", type: "file", bytes: large, xattrs }),
      wholeEntry({ path: "link", type: "symlink", linkPath: "large", xattrs }),
    ];
    const store = objectStore({ repo, pool: [], scratch: join(work.path, "scratch"), signal });

    const tree = await readTree(membersOf(entries), store, work.path);
    await store.finishFiles();
    store.putMetadata(bareCommit(writeDirectories(tree, store)), "commit");

    expect(await findDamage(repo, signal)).toEqual([]);
  });

  test("are refused when ostree cannot pack them, whoever waits for it", async () => {
    await using work = await temporaryDirectory();
    const { root, repo } = placesIn(work.path);
    await mkdir(root);
    await plant(root, hardRoot);
    await mkdir(join(work.path, "scratch"));
    await writeFile(join(work.path, "scratch/unpacked"), "in the way");

    const committing = commitTreeOperation.run(request(work.path, root, repo), silent);

    await expect(committing).rejects.toThrow("ostree");
  });

  test("hold a file that is too large for the memory", async () => {
    await using work = await temporaryDirectory();
    const { root, repo } = placesIn(work.path);
    await mkdir(root);
    await writeFile(join(root, "large"), Buffer.alloc(70 * 1024 ** 2, "large"));

    await commitTreeOperation.run(request(work.path, root, repo), silent);

    expect(await findDamage(repo, signal)).toEqual([]);
    expect((await readdir(work.path)).sort()).toEqual(["repo", "root"]);
  });

  describe("that earlier commits have", () => {
    /** Commits a root, then the same root with one file more, with the first repository as the pool. */
    async function committedAgain(work: string) {
      const { root, first, again, fresh } = placesIn(work);
      await mkdir(root);
      await plant(root, hardRoot);
      await commitTreeOperation.run(request(work, root, first), silent);
      await writeFile(join(root, "one-more"), "more");
      const logged: string[] = [];
      const context = { ...silent, log: (line: string) => logged.push(line) };
      await commitTreeOperation.run(request(work, root, again, [first]), context);
      await commitTreeOperation.run(request(work, root, fresh), silent);
      return { logged, again: await objectsOf(again), fresh: await objectsOf(fresh) };
    }

    test("are taken from there, to the same bytes", async () => {
      await using work = await temporaryDirectory();

      const { again, fresh, logged } = await committedAgain(work.path);

      expect(again).toEqual(fresh);
      const files = fresh.filter((object) => object.includes(".filez ")).length;
      expect(files).toBeGreaterThan(2);
      expect(logged).toContain(`${files - 1} objects were taken from earlier commits`);
    });
  });
});
