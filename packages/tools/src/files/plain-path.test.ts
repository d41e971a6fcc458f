import { mkdir, mkdtempDisposable, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { plainPath } from "./plain-path.ts";

test("a way over a link is refused at every step, one over nothing is not", async () => {
  await using root = await mkdtempDisposable(join(tmpdir(), "debootc-plain-"));
  await mkdir(join(root.path, "build/real"), { recursive: true });
  await symlink("/etc", join(root.path, "build/linked"));
  await symlink("build", join(root.path, "inside"));

  expect(await plainPath(root.path, "/build/real/file")).toBe(join(root.path, "build/real/file"));
  expect(await plainPath(root.path, "/missing/too")).toBe(join(root.path, "missing/too"));
  for (const path of ["/build/linked", "/build/linked/passwd", "/inside/real", "/build/../../etc"])
    await expect(plainPath(root.path, path)).rejects.toMatchObject({ code: "package-broken" });
});
