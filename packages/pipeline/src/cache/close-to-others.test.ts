import { chmod, mkdtempDisposable, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { closeToOthers } from "./close-to-others.ts";

test("a directory is closed to others, whether it was there or not", async () => {
  await using parent = await mkdtempDisposable(join(tmpdir(), "debootc-close-"));
  const directory = join(parent.path, "chroots");
  const mode = async () => (await stat(directory)).mode & 0o777;

  await closeToOthers(directory);
  expect(await mode()).toBe(0o700);
  await chmod(directory, 0o755);
  await closeToOthers(directory);
  expect(await mode()).toBe(0o700);
});

test("a directory that cannot be made is refused", async () => {
  await expect(closeToOthers("/proc/debootc/cache")).rejects.toMatchObject({ code: "results-unwritable" });
});
