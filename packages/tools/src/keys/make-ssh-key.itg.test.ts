import { mkdtempDisposable, readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeSshKey } from "./make-ssh-key.ts";

test("a key of a run is ed25519, and its secret half is only its owner's", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-ssh-"));

  const { file, publicKey } = await makeSshKey(directory.path, "of a run", new AbortController().signal);

  expect(publicKey).toMatch(/^ssh-ed25519 [A-Za-z0-9+/=]+ of a run$/);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, "utf8")).toContain("OPENSSH PRIVATE KEY");
});
