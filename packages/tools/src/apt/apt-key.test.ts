import type { PackageSource } from "@debootc/core/treefile/resolved-treefile";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSourceKey } from "./apt-key.ts";

const armour = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEabc=\n-----END PGP PUBLIC KEY BLOCK-----";
const source: PackageSource = {
  id: "vendor",
  uris: ["https://vendor.example.org"],
  suites: ["stable"],
  components: ["main"],
  checkValidUntil: true,
  trusted: false,
};

test("a key is the same whether given as text, as armoured or as binary file", async () => {
  const directory = await mkdtemp(join(tmpdir(), "debootc-key-"));
  await writeFile(join(directory, "key.asc"), `Comment\n${armour.replaceAll("\n", "\r\n")}\n`);
  await writeFile(join(directory, "key.gpg"), Buffer.from("mDMEabc=", "base64"));

  const keys = await Promise.all(
    [armour, join(directory, "key.asc"), join(directory, "key.gpg")].map((signedBy) =>
      readSourceKey({ ...source, signedBy }),
    ),
  );
  await rm(directory, { recursive: true });

  expect(keys).toEqual([armour, armour, armour]);
});

test("a source without a key must be trusted outright", async () => {
  await expect(readSourceKey(source)).rejects.toThrow("source vendor: no key is given");
  expect(await readSourceKey({ ...source, trusted: true })).toBeUndefined();
});

test("a key file that is not there is named", async () => {
  await expect(readSourceKey({ ...source, signedBy: "/none.asc" })).rejects.toThrow(
    "source vendor: the key file /none.asc cannot be read",
  );
});
