import { describe, expect, test } from "vitest";
import { call, deps, stub } from "../../door/call-command.fixture.ts";
import { commit } from "./commit.ts";
import { delta } from "./delta.ts";
import { diff } from "./diff.ts";
import { fsck } from "./fsck.ts";
import { init } from "./init.ts";
import { log } from "./log.ts";
import { prune } from "./prune.ts";
import { pull } from "./pull.ts";
import { sign } from "./sign.ts";
import { summary } from "./summary.ts";
import { verify } from "./verify.ts";

const repo = "/home/me/work/updates";
const json = false;

test("init makes the repository, and shows how to fill it", async () => {
  const calls = stub("ostree/init-repository", "initRepositoryAt", { repo });
  const { said, result } = await call(init, "updates");

  expect(calls).toEqual([[{ repo, json }]]);
  expect(result).toEqual({ repo });
  expect(said).toContain("bin/debootc ostree pull updates latest");
});

describe("pull", () => {
  const answer = { repo, ref: "a/ref", checksum: "c1", before: "c0", summary: "stale" };

  test("takes the repository first, then the source and the ref", async () => {
    const calls = stub("ostree/pull-commit", "pullCommit", answer);
    const { said } = await call(
      pull,
      "updates",
      "latest",
      "a/ref",
      "--gpg-key",
      "a.asc",
      "--gpg-key",
      "/b.asc",
    );

    expect(calls).toEqual([
      [
        {
          repo,
          source: { given: "latest", path: "/home/me/work/latest" },
          ref: "a/ref",
          gpgKey: ["/home/me/work/a.asc", "/b.asc"],
          unsigned: false,
          outputDir: "/home/me/work/out",
          json,
        },
        deps,
      ],
    ]);
    expect(said).toMatch(/commit +c1\n +before +c0\n +summary +older/);
    expect(said).toContain("bin/debootc ostree sign updates a/ref --gpg-key-file KEY");
    expect(said).toContain("bin/debootc ostree delta updates a/ref");
  });

  test("says that the commit was there, and offers no delta for it", async () => {
    stub("ostree/pull-commit", "pullCommit", { ...answer, before: "c1" });
    const { said } = await call(pull, "updates", "https://example.org/repo", "--unsigned");

    expect(said).toContain("a/ref was already in updates");
    expect(said).not.toContain("ostree delta");
  });
});

test("sign takes the repository first, and its keys from files or a descriptor", async () => {
  const answer = {
    repo,
    ref: "a/ref",
    checksum: "c1",
    signed: ["K1"],
    already: ["K0"],
    ed25519: 0,
    deltas: 2,
  };
  const calls = stub("ostree/sign-commit", "signRevision", answer);
  const { said } = await call(
    sign,
    ...["updates", "a/ref", "--gpg-key-file", "a.key", "--gpg-key-fd", "3"],
    ...["--ed25519-key-file", "e.key", "--ed25519-key-fd", "4"],
  );

  expect(calls).toEqual([
    [
      {
        repo,
        ref: "a/ref",
        gpgKeyFile: ["/home/me/work/a.key"],
        gpgKeyFd: 3,
        ed25519KeyFile: ["/home/me/work/e.key"],
        ed25519KeyFd: 4,
        json,
      },
      deps,
    ],
  ]);
  expect(said).toMatch(/signed by +K1\n +signed by +K0 +before\n +deltas +2 /);
});

test("delta is made from the commit that is named to the ref", async () => {
  const answer = { repo, ref: "a/ref", from: "c0", to: "c1", parts: 2, bytes: 2048, reused: true };
  const calls = stub("ostree/make-delta", "makeDelta", answer);
  const { said } = await call(delta, "updates", "a/ref", "--from", "abc");

  expect(calls).toEqual([[{ repo, ref: "a/ref", from: "abc", json }, deps]]);
  expect(said).toContain("existed already");
  expect(said).toMatch(/from +c0\n +to +c1\n.*2 parts/);
});

test("summary is signed by the key that is given", async () => {
  const calls = stub("ostree/renew-summary", "renewSummary", { repo, refs: 2, signed: ["K1"] });
  const { said } = await call(summary, "updates", "--gpg-key-file", "a.key");

  expect(calls).toEqual([[{ repo, gpgKeyFile: ["/home/me/work/a.key"], unsigned: false, json }, deps]]);
  expect(said).toMatch(/updates lists 2 refs\n +signed by +K1/);
});

test("a summary without a signature says so", async () => {
  const calls = stub("ostree/renew-summary", "renewSummary", { repo, refs: 1, signed: [] });
  const { said } = await call(summary, "updates", "--unsigned");

  expect(calls).toEqual([[{ repo, unsigned: true, json }, deps]]);
  expect(said).toMatch(/signed by +nobody/);
});

test("verify passes the keys, and whether the summary counts", async () => {
  const answer = { repo, ref: "a/ref", checksum: "c1", signers: ["K1"], summary: true };
  const calls = stub("ostree/verify-commit", "verifyCommit", answer);
  const { said } = await call(
    verify,
    ...["updates", "a/ref", "--gpg-key", "a.asc", "--ed25519-key", "e.pub", "--summary"],
  );

  expect(calls).toEqual([
    [
      {
        repo,
        ref: "a/ref",
        gpgKey: ["/home/me/work/a.asc"],
        ed25519Key: "/home/me/work/e.pub",
        summary: true,
        json,
      },
      deps,
    ],
  ]);
  expect(said).toMatch(/and so is the summary\n +commit +c1\n +signature of +K1/);
});

test("log shows the commits of the ref in their order", async () => {
  const at = { timestamp: "2026-11-23T00:00:00Z", signers: [] };
  const commits = [
    { ...at, checksum: "c2", version: "2", subject: "" },
    { ...at, checksum: "c1", subject: "first", signers: ["K1"] },
  ];
  const calls = stub("ostree/log-ref", "logRef", { repo, ref: "a/ref", commits, more: true });
  const { said } = await call(log, "updates", "a/ref", "--limit", "2");

  expect(calls).toEqual([[{ repo, ref: "a/ref", limit: 2, json }]]);
  expect(said.indexOf("c2")).toBeLessThan(said.indexOf("c1"));
  expect(said).toMatch(/signature of +K1/);
  expect(said).toContain("--limit");
});

test("diff compares the first commit with the second", async () => {
  const counts = { added: 1, removed: 2, changed: 3 };
  const answer = {
    old: { checksum: "c0", version: "1" },
    new: { checksum: "c1" },
    counts,
    paths: [{ change: "added", path: "/usr/new" }],
  };
  const calls = stub("ostree/diff-commits", "diffCommits", answer);
  const { said } = await call(diff, "updates", "first", "second", "--files");

  expect(calls).toEqual([[{ repo, old: "first", new: "second", files: true, json }]]);
  expect(said).toMatch(/old +c0 +1\n +new +c1/);
  expect(said).toContain("1 added, 2 removed, 3 changed");
  expect(said).toContain("/usr/new");
});

test("commit takes the repository first, then the tree", async () => {
  const answer = { repo, ref: "a/ref", checksum: "c1", parent: "c0" };
  const calls = stub("ostree/commit-directory", "commitToRef", answer);
  const { said } = await call(
    commit,
    ...["updates", "tree", "--ref", "a/ref", "--subject", "news", "--tree-version", "1.0"],
    ...["--timestamp", "2026-11-23T00:00:00Z", "--root-owned"],
  );

  expect(calls).toEqual([
    [
      {
        repo,
        tree: "/home/me/work/tree",
        ref: "a/ref",
        subject: "news",
        treeVersion: "1.0",
        timestamp: "2026-11-23T00:00:00Z",
        rootOwned: true,
        json,
      },
      deps,
    ],
  ]);
  expect(said).toMatch(/commit +c1\n +parent +c0/);
});

describe("prune", () => {
  const removed = [{ checksum: "c0", version: "1" }];
  const answer = { repo, refs: [{ ref: "a/ref", kept: 3, removed }], objects: 7, freed: "1 MB" };

  test("only shows what would be removed, with the command that removes it", async () => {
    const calls = stub("ostree/prune-repository", "pruneRepository", { ...answer, applied: false });
    const { said } = await call(prune, "updates", "--keep", "3", "--keep-days", "30");

    expect(calls).toEqual([[{ repo, keep: 3, keepDays: 30, apply: false, json }, deps]]);
    expect(said).toMatch(/1 commit and 7 objects of updates would be removed: 1 MB/);
    expect(said).toContain("bin/debootc ostree prune updates --keep 3 --keep-days 30 --apply");
  });

  test("removes with --apply, and asks for a new summary", async () => {
    const calls = stub("ostree/prune-repository", "pruneRepository", { ...answer, applied: true });
    const { said } = await call(prune, "updates", "--apply");

    expect(calls).toEqual([[{ repo, keep: 5, apply: true, json }, deps]]);
    expect(said).toMatch(/removed +c0 +1/);
    expect(said).not.toContain("--apply");
    expect(said).toContain("bin/debootc ostree summary updates");
  });
});

test("fsck says when clients see something else than the refs", async () => {
  const calls = stub("ostree/check-repository", "checkRepositoryAt", { repo, refs: 3, summary: "stale" });
  const { said } = await call(fsck, "updates");

  expect(calls).toEqual([[{ repo, json }, deps]]);
  expect(said).toMatch(/has +3 refs\n +summary +stale/);
  expect(said).toContain("bin/debootc ostree summary updates");
});
