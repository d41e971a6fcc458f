import { expect, test } from "vitest";
import { logRef } from "./log-ref.ts";
import { dependencies, makeScene, ref } from "./ostree-scene.fixture.ts";
import { signRevision } from "./sign-commit.ts";
import { moveRef } from "./ref-history.ts";

test("commits are listed from the newest to the oldest, with subject, version, time and parent", async () => {
  await using scene = await makeScene();
  const first = await scene.commit({ a: "1" }, { hour: 1, subject: "one", treeVersion: "1" });
  const second = await scene.commit({ a: "2" }, { hour: 2, subject: "two", treeVersion: "2" });

  const { repo, ref: named, commits, more } = await logRef({ repo: scene.repo, ref, limit: 20, json: false });

  expect({ repo, named, more }).toEqual({ repo: scene.repo, named: ref, more: false });
  expect(commits).toMatchObject([
    { checksum: second, parent: first, subject: "two", version: "2" },
    { checksum: first, subject: "one", version: "1" },
  ]);
  expect(commits.map(({ timestamp }) => new Date(timestamp).toISOString())).toEqual([
    "2026-01-01T02:00:00.000Z",
    "2026-01-01T01:00:00.000Z",
  ]);
});

test("no more than the limit are shown, and that there are more is reported", async () => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" }, { hour: 1 });
  const second = await scene.commit({ a: "2" }, { hour: 2 });

  const { commits, more } = await logRef({ repo: scene.repo, ref, limit: 1, json: false });

  expect(commits.map(({ checksum }) => checksum)).toEqual([second]);
  expect(more).toBe(true);
});

test("a commit that the ref named before without being an ancestor is listed after the ancestors", async () => {
  await using scene = await makeScene();
  const first = await scene.commit({ a: "1" }, { hour: 1 });
  const stranger = await scene.commit({ b: "1" }, { hour: 2, ref: "site/other" });
  await moveRef(scene.repo, ref, stranger);

  const { commits } = await logRef({ repo: scene.repo, ref, limit: 20, json: false });

  expect(commits.map(({ checksum }) => checksum)).toEqual([stranger, first]);
});

test("each commit has the fingerprints of its own signers", async () => {
  await using scene = await makeScene();
  const key = await scene.key("admin");
  const first = await scene.commit({ a: "1" }, { hour: 1 });
  await scene.commit({ a: "2" }, { hour: 2 });
  await signRevision(
    { repo: scene.repo, ref: first, gpgKeyFile: [key.secretFile], json: false },
    dependencies(),
  );

  const { commits } = await logRef({ repo: scene.repo, ref, limit: 20, json: false });

  expect(commits.map(({ signers }) => signers)).toEqual([[], [key.fingerprint]]);
});

test("an unknown ref is refused with those that exist", async () => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" });

  await expect(logRef({ repo: scene.repo, ref: "site/man", limit: 20, json: false })).rejects.toMatchObject({
    code: "usage",
    message: expect.stringContaining("site/man"),
    hint: expect.stringContaining(ref),
  });
});
