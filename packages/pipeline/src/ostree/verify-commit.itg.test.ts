import { readFile, rename, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { makeDelta } from "./make-delta.ts";
import { dependencies, type KeyFiles, makeScene, type OstreeScene, ref } from "./ostree-scene.fixture.ts";
import { renewSummary } from "./renew-summary.ts";
import { signRevision } from "./sign-commit.ts";
import { verifyCommit } from "./verify-commit.ts";

const verify = ({ repo }: OstreeScene, key: KeyFiles, { summary = false, revision = ref } = {}) =>
  verifyCommit({ repo, ref: revision, gpgKey: [key.publicFile], summary, json: false }, dependencies());
const sign = ({ repo }: OstreeScene, key: KeyFiles, revision = ref) =>
  signRevision({ repo, ref: revision, gpgKeyFile: [key.secretFile], json: false }, dependencies());
const renew = ({ repo }: OstreeScene, key: KeyFiles) =>
  renewSummary({ repo, gpgKeyFile: [key.secretFile], unsigned: false, json: false }, dependencies());

describe("a commit", () => {
  test("is accepted when a given key signed it, and its signers are named", async () => {
    await using scene = await makeScene();
    const checksum = await scene.commit({ a: "1" });
    const key = await scene.key("admin");
    await sign(scene, key);

    expect(await verify(scene, key)).toEqual({
      repo: scene.repo,
      ref,
      checksum,
      signers: [key.fingerprint],
      summary: false,
    });
  });

  test("is accepted when one of several keys signed it", async () => {
    await using scene = await makeScene();
    await scene.commit({ a: "1" });
    const [key, other] = [await scene.key("admin"), await scene.key("other")];
    await sign(scene, key);

    const both = {
      repo: scene.repo,
      ref,
      gpgKey: [other.publicFile, key.publicFile],
      summary: false,
      json: false,
    };

    expect((await verifyCommit(both, dependencies())).signers).toEqual([key.fingerprint]);
  });

  test("that a stranger signed is refused with both keys named", async () => {
    await using scene = await makeScene();
    const checksum = await scene.commit({ a: "1" });
    const [key, stranger] = [await scene.key("admin"), await scene.key("stranger")];
    await sign(scene, stranger);

    await expect(verify(scene, key)).rejects.toMatchObject({
      code: "trust-refused",
      message: expect.stringMatching(`${ref}.*${checksum}.*${stranger.fingerprint}`),
      hint: expect.stringContaining(key.fingerprint),
    });
  });

  test("that nobody signed is refused, whatever its parent has", async () => {
    await using scene = await makeScene();
    const first = await scene.commit({ a: "1" }, { hour: 1 });
    const second = await scene.commit({ a: "2" }, { hour: 2 });
    const key = await scene.key("admin");
    await sign(scene, key, first);

    await expect(verify(scene, key)).rejects.toMatchObject({
      code: "trust-refused",
      message: expect.stringContaining(second),
    });
    expect((await verify(scene, key, { revision: first })).checksum).toBe(first);
  });

  test("with the signature of another commit is refused", async () => {
    await using scene = await makeScene();
    const first = await scene.commit({ a: "1" }, { hour: 1 });
    const second = await scene.commit({ a: "2" }, { hour: 2 });
    const key = await scene.key("admin");
    await sign(scene, key, first);
    const metadata = (checksum: string) =>
      scene.path(`repo/objects/${checksum.slice(0, 2)}/${checksum.slice(2)}.commitmeta`);
    await rename(metadata(first), metadata(second));

    await expect(verify(scene, key)).rejects.toMatchObject({ code: "trust-refused" });
  });

  test("is refused when a delta to it was made before it was signed", async () => {
    await using scene = await makeScene();
    await scene.commit({ a: "1" }, { hour: 1 });
    await scene.commit({ a: "2" }, { hour: 2 });
    const [key, second] = [await scene.key("admin"), await scene.key("second")];
    await makeDelta({ repo: scene.repo, ref, json: false }, dependencies());
    await scene.ostree("gpg-sign", `--gpg-homedir=${scene.path("admin.gnupg")}`, ref, key.fingerprint);

    await expect(verify(scene, key)).rejects.toMatchObject({
      code: "verification-differs",
      message: expect.stringContaining("deltas/"),
    });
    // Signing by ours makes the delta anew, with the signatures that ostree's own program added.
    await sign(scene, second);
    expect((await verify(scene, key)).signers).toEqual([key.fingerprint, second.fingerprint]);
  });
});

describe("a summary", () => {
  test("is judged only when that is asked for", async () => {
    await using scene = await makeScene();
    await scene.commit({ a: "1" });
    const key = await scene.key("admin");
    await sign(scene, key);

    expect((await verify(scene, key)).summary).toBe(false);
    await expect(verify(scene, key, { summary: true })).rejects.toMatchObject({
      code: "verification-differs",
    });
    await renew(scene, key);
    expect((await verify(scene, key, { summary: true })).summary).toBe(true);
  });

  test("that a stranger signed is refused", async () => {
    await using scene = await makeScene();
    await scene.commit({ a: "1" });
    const [key, stranger] = [await scene.key("admin"), await scene.key("stranger")];
    await sign(scene, key);
    await renew(scene, stranger);

    await expect(verify(scene, key, { summary: true })).rejects.toMatchObject({ code: "trust-refused" });
  });

  test("without a signature is refused", async () => {
    await using scene = await makeScene();
    await scene.commit({ a: "1" });
    const key = await scene.key("admin");
    await sign(scene, key);
    await renewSummary({ repo: scene.repo, unsigned: true, json: false }, dependencies());

    await expect(verify(scene, key, { summary: true })).rejects.toMatchObject({ code: "trust-refused" });
  });

  test("cannot be judged without an OpenPGP key, since no other signs summaries", async () => {
    await using scene = await makeScene();
    const key = scene.path("ed25519.pub");

    await expect(
      verifyCommit({ repo: scene.repo, ref, ed25519Key: key, summary: true, json: false }, dependencies()),
    ).rejects.toMatchObject({ code: "usage", hint: expect.stringContaining("--gpg-key") });
  });

  test("that is older than the refs is refused", async () => {
    await using scene = await makeScene();
    await scene.commit({ a: "1" }, { hour: 1 });
    const key = await scene.key("admin");
    await renew(scene, key);
    await scene.commit({ a: "2" }, { hour: 2 });
    await sign(scene, key);

    await expect(verify(scene, key, { summary: true })).rejects.toMatchObject({
      code: "verification-differs",
      message: expect.stringContaining("older than its refs"),
    });
  });
});

test("a key file that is missing, and one that holds no key, are refused by name", async () => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" });
  const noKey = scene.path("no-key");
  await writeFile(noKey, "none");
  const by = (file: string) =>
    verifyCommit({ repo: scene.repo, ref, gpgKey: [file], summary: false, json: false }, dependencies());

  await expect(by(scene.path("missing"))).rejects.toMatchObject({
    code: "usage",
    message: expect.stringContaining("missing"),
  });
  await expect(by(noKey)).rejects.toMatchObject({
    code: "trust-refused",
    message: expect.stringContaining(noKey),
  });
  await expect(
    verifyCommit({ repo: scene.repo, ref, summary: false, json: false }, dependencies()),
  ).rejects.toMatchObject({ code: "usage", message: expect.stringContaining("no key") });
  expect(await readFile(noKey, "utf8")).toBe("none");
});
