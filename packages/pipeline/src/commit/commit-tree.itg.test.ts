import { mkdir, mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { digestOfBytes } from "@debootc/core/record/digest";
import { commitTar, copyCommit, initRepository } from "@debootc/tools/ostree/ostree-repository";
import { describe, expect, test } from "vitest";
import { hardRoot, membersOf, plant } from "../image/root.fixture.ts";
import { toTar } from "../tree/to-tar.ts";
import { commitTreeOperation } from "./commit-tree.ts";

const temporaryDirectory = () => mkdtempDisposable(join(tmpdir(), "debootc-commit-"));
const signal = new AbortController().signal;
const timestamp = 2000;

/** Every file of a repository's objects with a digest of its bytes. */
async function objectsOf(repo: string): Promise<string[]> {
  const files = await readdir(join(repo, "objects"), { recursive: true, withFileTypes: true });
  const digests = files
    .filter((file) => file.isFile())
    .map(async (file) => `${file.name} ${digestOfBytes(await readFile(join(file.parentPath, file.name)))}`);
  return (await Promise.all(digests)).sort();
}

const commit = {
  ref: "debian/test",
  bootable: false,
  subject: "debian/test 1",
  timestamp,
  metadata: {
    "test.flag": true,
    version: "1",
    "debootc.lock": digestOfBytes("lock"),
    "debootc.inputs": digestOfBytes("inputs"),
  },
  signal,
};

/** By one `ostree commit` straight into an archive repository. */
async function committedStraight(repo: string): Promise<string> {
  await initRepository(repo, "archive");
  return commitTar({ ...commit, repo, tar: Readable.from(toTar(membersOf(hardRoot))) });
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
    lockDigest: digestOfBytes("lock"),
    inputDigest: digestOfBytes("inputs"),
  };
}
const silent = { report: () => {}, log: () => {}, signal };

describe("the objects of a commit", () => {
  test("are those that ostree writes straight into an archive, and nothing else is left", async () => {
    await using work = await temporaryDirectory();
    const [root, repo, straight] = ["root", "repo", "straight"].map((name) => join(work.path, name)) as [
      string,
      string,
      string,
    ];
    await mkdir(root);
    await plant(root, hardRoot);

    const { checksum } = await commitTreeOperation.run(request(work.path, root, repo), silent);

    expect(checksum).toBe(await committedStraight(straight));
    expect(await objectsOf(repo)).toEqual(await objectsOf(straight));
    expect((await readdir(work.path)).sort()).toEqual(["repo", "root", "straight"]);
  });

  describe("that earlier commits have", () => {
    /** Commits a root, then the same root with one file more, with the first repository as the pool. */
    async function committedAgain(work: string) {
      const [root, first, again, fresh] = ["root", "first", "again", "fresh"].map((name) =>
        join(work, name),
      ) as [string, string, string, string];
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

  test("are the same by way of the form for kernels that label every file", async () => {
    await using work = await temporaryDirectory();
    const [from, to, straight] = ["from", "to", "straight"].map((name) => join(work.path, name)) as [
      string,
      string,
      string,
    ];
    await initRepository(from, "bare-user");
    await initRepository(to, "archive");
    const tar = Readable.from(toTar(membersOf(hardRoot)));

    const checksum = await commitTar({ ...commit, repo: from, tar });
    await copyCommit({ from, to, checksum, signal });

    expect(checksum).toBe(await committedStraight(straight));
    expect(await objectsOf(to)).toEqual(await objectsOf(straight));
  });
});
