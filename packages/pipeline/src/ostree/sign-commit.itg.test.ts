import { chmod, open, readFile } from "node:fs/promises";
import { readOstreeBuild } from "@debootc/tools/ostree/ostree-build";
import { expect, test } from "vitest";
import { staleDeltas } from "./delta-store.ts";
import { dependencies, makeScene, ref } from "./ostree-scene.fixture.ts";
import { signRevision } from "./sign-commit.ts";

test("a signature is added to the commit, whose checksum stays", async () => {
  await using scene = await makeScene();
  const checksum = await scene.commit({ a: "1" });
  const key = await scene.key("admin");

  const result = await signRevision(
    { repo: scene.repo, ref, gpgKeyFile: [key.secretFile], json: false },
    dependencies(),
  );

  expect(result).toEqual({
    repo: scene.repo,
    ref,
    checksum,
    signed: [key.fingerprint],
    already: [],
    ed25519: 0,
    deltas: 0,
  });
  expect(await scene.ostree("rev-parse", ref)).toBe(checksum);
  expect(await scene.ostree("show", ref)).toContain("Found 1 signature");
});

test("a key that has signed does not sign again, and a further one adds its signature", async () => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" });
  const [first, second] = [await scene.key("first"), await scene.key("second")];
  const sign = (...keys: { readonly secretFile: string }[]) =>
    signRevision(
      { repo: scene.repo, ref, gpgKeyFile: keys.map(({ secretFile }) => secretFile), json: false },
      dependencies(),
    );

  await sign(first);
  const result = await sign(first, second);

  expect(result).toMatchObject({ signed: [second.fingerprint], already: [first.fingerprint] });
  expect(await scene.ostree("show", ref)).toContain("Found 2 signatures");
});

test("a key is read from the file descriptor that is named", async () => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" });
  const key = await scene.key("admin");
  await using file = await open(key.secretFile);

  const { signed } = await signRevision(
    { repo: scene.repo, ref, gpgKeyFd: file.fd, json: false },
    dependencies(),
  );

  expect(signed).toEqual([key.fingerprint]);
});

test.each([
  ["a ref, its newest commit", ref, [false, true]],
  ["a checksum, that commit", "the first", [true, false]],
])("of several commits only one is signed: by %s", async (_, revision, signed) => {
  await using scene = await makeScene();
  const checksums = [
    await scene.commit({ a: "1" }, { hour: 1 }),
    await scene.commit({ a: "2" }, { hour: 2 }),
  ];
  const key = await scene.key("admin");
  const named = revision === ref ? ref : (checksums[0] ?? "");

  await signRevision(
    { repo: scene.repo, ref: named, gpgKeyFile: [key.secretFile], json: false },
    dependencies(),
  );

  const shown = await Promise.all(checksums.map((checksum) => scene.ostree("show", checksum)));
  expect(shown.map((text) => text.includes("Found 1 signature"))).toEqual(signed);
});

test("every delta that leads to the commit is made anew, one from nothing as well", async () => {
  await using scene = await makeScene();
  const first = await scene.commit({ a: "1" }, { hour: 1 });
  const second = await scene.commit({ a: "2" }, { hour: 2 });
  const key = await scene.key("admin");
  await scene.ostree("static-delta", "generate", `--from=${first}`, `--to=${second}`);
  await scene.ostree("static-delta", "generate", "--empty", `--to=${second}`);
  await scene.ostree("static-delta", "generate", "--empty", `--to=${first}`);

  const { deltas } = await signRevision(
    { repo: scene.repo, ref, gpgKeyFile: [key.secretFile], json: false },
    dependencies(),
  );

  expect(deltas).toBe(2);
  expect(await staleDeltas(scene.repo, second)).toEqual([]);
  const listed = (await scene.ostree("static-delta", "list")).split("\n");
  expect(new Set(listed)).toEqual(new Set([`${first}-${second}`, second, first]));
});

test("a key that has expired, a public key and a key that others may read are refused, and nothing is signed", async () => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" });
  const expired = await scene.key("expired", { days: 30 });
  const key = await scene.key("admin");
  const sign = (file: string) =>
    signRevision({ repo: scene.repo, ref, gpgKeyFile: [file], json: false }, dependencies());

  await chmod(key.publicFile, 0o600);
  await expect(sign(key.publicFile)).rejects.toMatchObject({
    code: "trust-refused",
    message: expect.stringContaining("public key"),
  });
  await expect(sign(expired.secretFile)).rejects.toMatchObject({
    code: "trust-refused",
    message: expect.stringContaining("expired on"),
  });
  await chmod(key.secretFile, 0o640);
  await expect(sign(key.secretFile)).rejects.toMatchObject({
    code: "trust-refused",
    message: expect.stringContaining("0640"),
  });
  expect(await scene.ostree("show", ref)).not.toContain("signature");
});

test("without a key nothing is done", async () => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" });

  await expect(signRevision({ repo: scene.repo, ref, json: false }, dependencies())).rejects.toMatchObject({
    code: "usage",
  });
});

test("a key of the sign API signs where this machine's ostree can, and is refused in words where it cannot", async () => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" });
  const { features } = await readOstreeBuild();
  const key = await scene.key("admin");
  const sign = signRevision(
    { repo: scene.repo, ref, ed25519KeyFile: [key.secretFile], json: false },
    dependencies(),
  );

  await expect(sign).rejects.toMatchObject(
    features.has("sign-ed25519")
      ? { code: "tool-failed" }
      : { code: "tool-missing", message: expect.stringContaining("ed25519") },
  );
});

test("the secret key is never left in the repository", async () => {
  await using scene = await makeScene();
  await scene.commit({ a: "1" });
  const key = await scene.key("admin");
  const secret = await readFile(key.secretFile, "utf8");

  await signRevision({ repo: scene.repo, ref, gpgKeyFile: [key.secretFile], json: false }, dependencies());

  const { stdout } = await scene.grep(secret.split("\n")[3] ?? "");
  expect(stdout).toBe("");
});
