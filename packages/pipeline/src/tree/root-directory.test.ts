import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RootDirectory } from "./root-directory.ts";

let base: string;
let root: RootDirectory;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "debootc-root-"));
  await mkdir(join(base, "root/etc"), { recursive: true });
  await writeFile(join(base, "secret"), "of the host");
  root = new RootDirectory(join(base, "root"));
});
afterEach(() => rm(base, { recursive: true, force: true }));

describe("a hostile link in a root", () => {
  test("an absolute link stays inside the root", async () => {
    await symlink(join(base, "secret"), join(base, "root/etc/hostname"));

    expect(await root.readText("/etc/hostname")).toBeUndefined();
    expect(await root.resolve("/etc/hostname")).toBe(join(base, "secret"));
  });

  test("a relative link cannot climb above the root", async () => {
    await symlink("../../secret", join(base, "root/etc/up"));

    expect(await root.readText("/etc/up")).toBeUndefined();
  });

  test("a parent that is a link to the host is not written through", async () => {
    await mkdir(join(base, "outside"));
    await symlink(join(base, "outside"), join(base, "root/etc/ssh"));

    await root.writeFile("/etc/ssh/config", "inside");

    await expect(readFile(join(base, "outside/config"))).rejects.toThrow("ENOENT");
    expect(await readFile(join(base, "root", base, "outside/config"), "utf8")).toBe("inside");
  });

  test("a file is replaced, never written through its link", async () => {
    await symlink("../../secret", join(base, "root/etc/machine-id"));

    await root.writeFile("/etc/machine-id", "uninitialized\n");

    expect(await readFile(join(base, "secret"), "utf8")).toBe("of the host");
    expect(await root.readText("/etc/machine-id")).toBe("uninitialized\n");
  });

  test("links that run in a circle are refused", async () => {
    await symlink("b", join(base, "root/etc/a"));
    await symlink("a", join(base, "root/etc/b"));

    await expect(root.readText("/etc/a")).rejects.toThrow("too many symbolic links");
  });
});
