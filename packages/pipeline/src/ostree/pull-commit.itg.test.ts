import { join } from "node:path";
import { serveDirectory } from "@debootc/tools/http/http-file-server";
import { describe, expect, test } from "vitest";
import { dependencies, makeScene, type OstreeScene, ref } from "./ostree-scene.fixture.ts";
import { pullCommit } from "./pull-commit.ts";
import { formerCommits } from "./ref-history.ts";
import { readRefs } from "@debootc/tools/ostree/ostree-refs";
import { signRevision } from "./sign-commit.ts";

interface PullOptions {
  readonly ref?: string;
  readonly gpgKey?: string[];
  readonly unsigned?: boolean;
}

const pull = (to: OstreeScene, source: string, options: PullOptions = {}) =>
  pullCommit(
    {
      repo: to.repo,
      source: { given: source, path: source },
      unsigned: false,
      outputDir: to.path("out"),
      json: false,
      ...options,
    },
    dependencies(),
  );

describe("a repository of this machine", () => {
  test("gives a ref with all of its content", async () => {
    await using from = await makeScene();
    await using to = await makeScene();
    const checksum = await from.commit({ a: "1" });

    expect(await pull(to, from.repo, { ref })).toEqual({ repo: to.repo, ref, checksum, summary: "absent" });
    expect(await to.ostree("cat", ref, "/a")).toBe("1");
    await to.ostree("fsck", "--quiet");
  });

  test("gives the ref that is named, and no other", async () => {
    await using from = await makeScene();
    await using to = await makeScene();
    await from.commit({ a: "1" });
    const other = await from.commit({ b: "1" }, { ref: "site/other" });

    expect(await pull(to, from.repo, { ref: "site/other" })).toMatchObject({
      ref: "site/other",
      checksum: other,
    });
    expect([...(await readRefs(to.repo)).keys()]).toEqual(["site/other"]);
  });

  test("gives its only ref when none is named, though it has no summary", async () => {
    await using from = await makeScene();
    await using to = await makeScene();
    const first = await from.commit({ a: "1" });
    const checksum = await from.commit({ a: "2" }, { hour: 1 });
    await from.ostree("refs", `--create=debootc-history:${ref}/__000001`, first);

    expect(await pull(to, from.repo)).toMatchObject({ ref, checksum });
  });

  test("with several refs is refused unless one is named", async () => {
    await using from = await makeScene();
    await using to = await makeScene();
    await from.commit({ a: "1" });
    await from.commit({ b: "1" }, { ref: "site/other" });

    await expect(pull(to, from.repo)).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining("2 refs"),
      hint: expect.stringContaining("site/other"),
    });
  });

  test("moves the ref on, and the commit before is kept and reported", async () => {
    await using from = await makeScene();
    await using to = await makeScene();
    const before = await to.commit({ a: "ours" });
    const checksum = await from.commit({ a: "theirs" }, { hour: 5 });

    expect(await pull(to, from.repo, { ref })).toMatchObject({ before, checksum });
    expect(formerCommits(await readRefs(to.repo), ref)).toEqual([
      { keptBy: `debootc-history:${ref}/__000001`, checksum: before },
    ]);
  });

  test("keeps its signatures on the way", async () => {
    await using from = await makeScene();
    await using to = await makeScene();
    await from.commit({ a: "1" });
    const key = await from.key("admin");
    await signRevision({ repo: from.repo, ref, gpgKeyFile: [key.secretFile], json: false }, dependencies());

    await pull(to, from.repo, { ref, gpgKey: [key.publicFile] });

    expect(await to.ostree("show", ref)).toContain("Found 1 signature");
  });
});

describe("a commit that is not to be trusted", () => {
  test("because a stranger signed it is refused, and the ref stays", async () => {
    await using from = await makeScene();
    await using to = await makeScene();
    const before = await to.commit({ a: "ours" });
    await from.commit({ a: "theirs" }, { hour: 5 });
    const [key, stranger] = [await from.key("admin"), await from.key("stranger")];
    await signRevision(
      { repo: from.repo, ref, gpgKeyFile: [stranger.secretFile], json: false },
      dependencies(),
    );

    await expect(pull(to, from.repo, { ref, gpgKey: [key.publicFile] })).rejects.toMatchObject({
      code: "trust-refused",
    });
    expect([...(await readRefs(to.repo))]).toEqual([[ref, before]]);
  });

  test("because nobody signed it is refused when a key is given", async () => {
    await using from = await makeScene();
    await using to = await makeScene();
    await from.commit({ a: "1" });
    const key = await from.key("admin");

    await expect(pull(to, from.repo, { ref, gpgKey: [key.publicFile] })).rejects.toMatchObject({
      code: "trust-refused",
    });
    expect([...(await readRefs(to.repo))]).toEqual([]);
  });

  test("because it was made for another ref is refused", async () => {
    await using from = await makeScene();
    await using to = await makeScene();
    const checksum = await from.commit({ a: "1" });
    await from.ostree("refs", "--create=site/renamed", checksum);

    await expect(pull(to, from.repo, { ref: "site/renamed" })).rejects.toMatchObject({
      code: "verification-differs",
      message: expect.stringMatching(`${checksum}.*${ref}.*site/renamed`),
    });
    expect([...(await readRefs(to.repo))]).toEqual([]);
  });
});

describe("a server", () => {
  test("is pulled from over HTTP, by the ref of its summary, when its commits may be unsigned", async () => {
    await using from = await makeScene();
    await using to = await makeScene();
    const checksum = await from.commit({ a: "1" });
    await from.ostree("summary", "--update");
    await using server = await serveDirectory(join(from.repo));
    const url = `http://127.0.0.1:${server.port}`;

    expect(await pull(to, url, { unsigned: true })).toMatchObject({ ref, checksum });
    expect(server.requests.map(({ path }) => path)).toContain("/summary");
  });

  test("that nobody listens at is reported as unreachable", async () => {
    await using to = await makeScene();

    await expect(pull(to, "http://127.0.0.1:9", { unsigned: true, ref })).rejects.toMatchObject({
      code: "mirror-unreachable",
    });
  });
});
