import { mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hasEntry, isThere, readIfPresent } from "./paths.ts";

test("a file is read, a missing one is undefined, and any other trouble is thrown", async () => {
  await using parent = await mkdtempDisposable(join(tmpdir(), "debootc-read-"));
  await writeFile(join(parent.path, "file"), "text");

  expect((await readIfPresent(join(parent.path, "file")))?.toString()).toBe("text");
  expect(await readIfPresent(join(parent.path, "missing"))).toBeUndefined();
  await expect(readIfPresent(parent.path)).rejects.toMatchObject({ code: "EISDIR" });
});

test("a link that leads nowhere is not there", async () => {
  await using parent = await mkdtempDisposable(join(tmpdir(), "debootc-read-"));
  await symlink("missing", join(parent.path, "link"));

  expect(await isThere(parent.path)).toBe(true);
  expect(await isThere(join(parent.path, "link"))).toBe(false);
});

test("an entry is there or not, and what cannot be looked at is neither", async () => {
  await using parent = await mkdtempDisposable(join(tmpdir(), "debootc-read-"));
  await symlink("missing", join(parent.path, "link"));
  await symlink("loop", join(parent.path, "loop"));
  await writeFile(join(parent.path, "file"), "");

  expect(await hasEntry(join(parent.path, "link"))).toBe(true);
  expect(await hasEntry(join(parent.path, "missing"))).toBe(false);
  expect(await hasEntry(join(parent.path, "file/below"))).toBe(false);
  await expect(hasEntry(join(parent.path, "loop/below"))).rejects.toMatchObject({ code: "ELOOP" });
});
