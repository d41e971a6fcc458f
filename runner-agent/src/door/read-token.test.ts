import { chmod, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readToken } from "./read-token.ts";

test("a token is read from a file that is its owner's alone", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-token-"));
  const file = join(work.path, "token");
  await writeFile(file, "debootc_host_secret\n", { mode: 0o600 });
  expect(await readToken(file)).toBe("debootc_host_secret");

  await chmod(file, 0o640);
  await expect(readToken(file)).rejects.toThrow(/token: others can read it, .* mode is 0640; run chmod 600/);
});

test.each(["", "two lines\nof text", "with spaces in it", "short"])(
  "what is no token is refused and not repeated",
  async (text) => {
    await using work = await mkdtempDisposable(join(tmpdir(), "debootc-token-"));
    const file = join(work.path, "token");
    await writeFile(file, text, { mode: 0o600 });
    await expect(readToken(file)).rejects.toThrow(/token: it does not contain a token on one line$/);
    await expect(readToken(join(work.path, "missing"))).rejects.toThrow(/ENOENT/);
  },
);
