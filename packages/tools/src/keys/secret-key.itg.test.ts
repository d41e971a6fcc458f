import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../run.ts";
import { clearSign } from "./clear-sign.ts";
import { verifyClearSigned } from "./gpgv.ts";
import { makeSecretKey } from "./make-secret-key.ts";
import { readSecretKey } from "./secret-key.ts";
import { makeSigningKey } from "./signing-key.fixture.ts";

const signal = new AbortController().signal;
const now = new Date("2026-01-01T00:00:00Z");

/** A key with its files in a temporary directory; `days` limits a key of 2024. */
async function makeScene({ days = 0 } = {}) {
  const parent = await mkdtempDisposable(join(tmpdir(), "debootc-key-"));
  const path = (name: string) => join(parent.path, name);
  const key = await makeSigningKey(path("gnupg"), { days });
  await writeFile(path("public.asc"), key.publicKey);
  await mkdir(path("work"));
  const verify = (message: string, keyrings = ["public.asc"]) =>
    verifyClearSigned({
      message: Buffer.from(message),
      keyrings: keyrings.map(path),
      workDirectory: path("work"),
      signal,
    });
  const dispose = async () => {
    await key.dispose();
    await parent.remove();
  };
  return { key, path, verify, [Symbol.asyncDispose]: dispose };
}

describe("a secret key", () => {
  test("is read with its fingerprint and where it came from", async () => {
    await using scene = await makeScene();

    expect(await readSecretKey(Buffer.from(scene.key.secretKey), "key.asc", now)).toMatchObject({
      fingerprint: scene.key.fingerprint,
      source: "key.asc",
      isSecret: true,
    });
  });

  test.each([
    ["a public key", "publicKey", /contains a public key/],
    ["no key", "fingerprint", /does not contain an OpenPGP key/],
  ] as const)("is not %s", async (_, kind, message) => {
    await using scene = await makeScene();

    await expect(readSecretKey(Buffer.from(scene.key[kind]), "key.asc", now)).rejects.toMatchObject({
      code: "trust-refused",
      message: expect.stringMatching(message),
    });
  });

  test("is one alone", async () => {
    const keys = [await makeSecretKey("one", signal), await makeSecretKey("two", signal)];

    await expect(readSecretKey(Buffer.concat(keys), "keys.asc", now)).rejects.toMatchObject({
      code: "trust-refused",
    });
  });

  test("is refused from the day on which it expires", async () => {
    await using scene = await makeScene({ days: 30 });
    const bytes = Buffer.from(scene.key.secretKey);

    await expect(readSecretKey(bytes, "key.asc", now)).rejects.toMatchObject({
      code: "trust-refused",
      message: expect.stringContaining("expired on 2024-01-31"),
    });
    expect(await readSecretKey(bytes, "key.asc", new Date("2024-01-30T00:00:00Z"))).toMatchObject({
      fingerprint: scene.key.fingerprint,
    });
  });
});

describe("a text that was signed in the clear", () => {
  test("is given out as it was, with the key that signed it", async () => {
    await using scene = await makeScene();
    const key = await readSecretKey(Buffer.from(scene.key.secretKey), "key.asc", now);

    await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-test-"));
    const file = join(directory.path, "text");
    await writeFile(file, "Origin: us\n- dash\n");

    const message = await clearSign(file, key, signal);

    expect(message).toContain("Hash: SHA512");
    expect(await scene.verify(message)).toEqual({
      kind: "good",
      text: "Origin: us\n- dash\n",
      signers: [scene.key.fingerprint],
    });
  });

  test("is refused when it was changed, when it is not signed, and by another key", async () => {
    await using scene = await makeScene();
    await using stranger = await makeScene();
    const message = await scene.key.clearSign("Origin: us\n");

    const verdicts = [
      await scene.verify(message.replace("us", "them")),
      await scene.verify("Origin: us\n"),
      await stranger.verify(message),
    ];

    expect(verdicts.map((verdict) => (verdict.kind === "good" ? "good" : verdict.reason))).toEqual([
      expect.stringContaining("it was changed after it was signed"),
      "it is not signed",
      expect.stringContaining("which is not in the keyring"),
    ]);
  });

  test("by a subkey is by the key that the subkey belongs to", async () => {
    await using scene = await makeScene();
    const env = { GNUPGHOME: scene.path("gnupg") };
    const gpg = async (args: readonly string[], input = "") =>
      (
        await run({
          tool: "gpg",
          args: ["--batch", "--pinentry-mode=loopback", "--passphrase=", ...args],
          env,
          input,
        })
      ).stdout;
    await gpg(["--quick-add-key", scene.key.fingerprint, "ed25519", "sign"]);
    const listed = await gpg(["--with-colons", "--list-keys"]);
    const subkey = [...listed.matchAll(/^fpr:+([0-9A-F]+):/gm)][1]?.[1] ?? "";
    await writeFile(scene.path("public.asc"), await gpg(["--armor", "--export"]));

    const message = await gpg(["--local-user", `${subkey}!`, "--clearsign"], "Origin: us\n");

    expect(subkey).not.toBe(scene.key.fingerprint);
    expect(await scene.verify(message)).toMatchObject({ kind: "good", signers: [scene.key.fingerprint] });
  });

  test("is accepted by any of several keyrings", async () => {
    await using scene = await makeScene();
    await using other = await makeScene();
    const message = await scene.key.clearSign("Origin: us\n");
    await writeFile(scene.path("other.asc"), other.key.publicKey);

    expect((await scene.verify(message, ["other.asc", "public.asc"])).kind).toBe("good");
  });
});
