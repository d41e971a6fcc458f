import { once } from "node:events";
import { chmod, mkdir, mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  archiveCommit,
  checkOut,
  commitOfSubdirectory,
  commitTime,
  fetchObjects,
  findCommit,
  initRepository,
  listTop,
  remoteRefs,
} from "./git.ts";
import { run } from "./run.ts";

const context = { signal: new AbortController().signal, onLine: () => {} };

/** A repository with two commits, of which a lightweight and an annotated tag name the first one. */
async function makeScene() {
  const parent = await mkdtempDisposable(join(tmpdir(), "debootc-git-"));
  const origin = join(parent.path, "origin");
  const clone = join(parent.path, "clone");
  const git = async (...args: string[]) => {
    const env = {
      GIT_AUTHOR_NAME: "a",
      GIT_AUTHOR_EMAIL: "a@example.org",
      GIT_COMMITTER_NAME: "a",
      GIT_COMMITTER_EMAIL: "a@example.org",
      GIT_COMMITTER_DATE: "1700000000 +0000",
      GIT_CONFIG_GLOBAL: "/dev/null",
    };
    return (await run({ tool: "git", args: ["-C", origin, ...args], env })).stdout.trim();
  };
  const commit = async (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(origin, path)), { recursive: true });
      await writeFile(join(origin, path), text);
    }
    await git("add", "--all");
    await git("commit", "--quiet", "--message=text");
    return await git("rev-parse", "HEAD");
  };
  await mkdir(origin);
  await git("init", "--quiet", "--initial-branch=main");
  const first = await commit({ "a.txt": "first", "debian/control": "Source: a" });
  await git("tag", "light");
  await git("tag", "--annotate", "--message=text", "heavy");
  const second = await commit({ "a.txt": "second", "b/c.txt": "c", "b/d/e.txt": "e" });
  await initRepository(clone, context);
  return {
    origin,
    clone,
    first,
    second,
    path: (name: string) => join(parent.path, name),
    [Symbol.asyncDispose]: async () => await parent.remove(),
  };
}

test("the refs of a repository are listed, and a tag leads to its commit whichever kind it is", async () => {
  await using scene = await makeScene();

  const refs = await remoteRefs(scene.origin, context);

  expect([...refs].toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual([
    ["HEAD", scene.second],
    ["refs/heads/main", scene.second],
    ["refs/tags/heavy", scene.first],
    ["refs/tags/light", scene.first],
  ]);
});

describe("objects that were fetched", () => {
  test("are found under the refs that were asked for, with their history", async () => {
    await using scene = await makeScene();

    await fetchObjects(scene.clone, scene.origin, { refspecs: ["refs/heads/main:refs/heads/mine"] }, context);

    expect(await findCommit(scene.clone, "mine", context)).toBe(scene.second);
    expect(await findCommit(scene.clone, "mine~1", context)).toBe(scene.first);
    expect(await findCommit(scene.clone, "main", context)).toBeUndefined();
    expect(await findCommit(scene.clone, "--all", context)).toBeUndefined();
  });

  test("have no more history than was asked for", async () => {
    await using scene = await makeScene();
    const url = `file://${scene.origin}`;

    await fetchObjects(
      scene.clone,
      url,
      { refspecs: ["refs/heads/main:refs/heads/mine"], depth: 1 },
      context,
    );

    expect(await findCommit(scene.clone, "mine", context)).toBe(scene.second);
    expect(await findCommit(scene.clone, scene.first, context)).toBeUndefined();
  });

  test("tell the names at the top of a tree and the time of the commit", async () => {
    await using scene = await makeScene();
    await fetchObjects(scene.clone, scene.origin, { refspecs: ["refs/heads/main:refs/heads/mine"] }, context);

    expect(await listTop(scene.clone, scene.first, context)).toEqual(["a.txt", "debian"]);
    expect(await listTop(scene.clone, scene.second, context)).toEqual(["a.txt", "b", "debian"]);
    expect(await commitTime(scene.clone, scene.first, context)).toBe(1_700_000_000);
  });

  test("are checked out as the commit that is named, and no hook runs", async () => {
    await using scene = await makeScene();
    await fetchObjects(scene.clone, scene.origin, { refspecs: ["refs/heads/main:refs/heads/mine"] }, context);
    await mkdir(join(scene.clone, ".git/hooks"), { recursive: true });
    const hook = join(scene.clone, ".git/hooks/post-checkout");
    await writeFile(hook, `#!/bin/sh\ntouch ${scene.path("ran")}\n`);
    await chmod(hook, 0o755);

    await checkOut(scene.clone, scene.first, context);

    expect(await readFile(join(scene.clone, "a.txt"), "utf8")).toBe("first");
    expect(await readdir(scene.path("."))).not.toContain("ran");
  });

  test.each([
    ["b", ["c.txt", "d"]],
    ["b/", ["c.txt", "d"]],
    ["b/d", ["e.txt"]],
    ["b/c.txt", undefined],
    ["none", undefined],
  ])("give a commit of the directory %s, and of nothing else", async (subdirectory, names) => {
    await using scene = await makeScene();
    await fetchObjects(scene.clone, scene.origin, { refspecs: ["refs/heads/main:refs/heads/mine"] }, context);

    const found = await commitOfSubdirectory(scene.clone, scene.second, subdirectory, context);

    expect(found === undefined ? undefined : await listTop(scene.clone, found, context)).toEqual(names);
  });

  test("become a tar below a prefix, without the paths that stay out", async () => {
    await using scene = await makeScene();
    await fetchObjects(scene.clone, scene.origin, { refspecs: ["refs/heads/main:refs/heads/mine"] }, context);
    const file = scene.path("a.tar");

    await archiveCommit(
      scene.clone,
      { commit: scene.second, prefix: "a-1.0", file, without: ["debian"] },
      context,
    );

    const { stdout } = await run({ tool: "tar", args: ["-tf", file] });
    expect(stdout.split("\n").filter((name) => !name.endsWith("/") && name !== "")).toEqual([
      "a-1.0/a.txt",
      "a-1.0/b/c.txt",
      "a-1.0/b/d/e.txt",
    ]);
  });
});

describe("a repository that cannot be read", () => {
  test("is reported by its address, with what git said", async () => {
    await expect(remoteRefs("/nonexistent/repo", context)).rejects.toMatchObject({
      code: "mirror-unreachable",
      message: expect.stringMatching(/git cannot read \/nonexistent\/repo: fatal: /),
    });
  });

  test("for want of a password is reported with where to put it, since nobody is asked", async () => {
    await using server = createServer((_, response) => {
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;

    await expect(remoteRefs(`http://127.0.0.1:${port}/repo`, context)).rejects.toMatchObject({
      code: "mirror-unreachable",
      message: expect.stringMatching(/git cannot read .*: (error|fatal): .*could not read Username/),
      hint: expect.stringContaining("~/.netrc"),
    });
  });

  test("is refused for a protocol that runs a program of the address", async () => {
    await using scene = await makeScene();

    await expect(remoteRefs(`ext::sh -c touch% ${scene.path("ran")}`, context)).rejects.toMatchObject({
      code: "mirror-unreachable",
    });
    expect(await readdir(scene.path("."))).not.toContain("ran");
  });
});
