import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { personHere } from "./person-here.ts";

const key = (type: string, body: string) => `${type} ${body} me@example.org`;
const ed25519 = key("ssh-ed25519", "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl");

/** Who it is in a home with these files of ssh. */
async function personWith(files: Readonly<Record<string, string>>) {
  await using home = await mkdtempDisposable(join(tmpdir(), "debootc-home-"));
  await mkdir(join(home.path, ".ssh"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(home.path, ".ssh", name), text);
  // Awaited here, because the home ends with this function.
  return await personHere(home.path);
}

test("the public key that ssh would try is that of the person", async () => {
  const { user, keys } = await personWith({
    "id_ed25519.pub": `${ed25519}\n`,
    id_ed25519: "-----BEGIN OPENSSH PRIVATE KEY-----\n",
    "other.pub": "x",
  });

  expect(user).toBe(userInfo().username);
  expect(keys).toEqual([ed25519]);
});

test("what is no public key is passed over", async () => {
  const { keys } = await personWith({
    "id_ed25519.pub": "-----BEGIN OPENSSH PRIVATE KEY-----\n",
    "id_rsa.pub": ed25519,
  });

  expect(keys).toEqual([ed25519]);
});

test("a home without ssh has no key", async () => {
  expect((await personHere("/nonexistent")).keys).toEqual([]);
});
