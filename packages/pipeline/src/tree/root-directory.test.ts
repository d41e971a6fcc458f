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

describe("a path", () => {
  beforeEach(async () => {
    await mkdir(join(base, "root/usr/lib/a"), { recursive: true });
    await symlink("usr/lib", join(base, "root/lib"));
    await symlink("../../lib/a/../b", join(base, "root/usr/lib/up"));
    await symlink("/lib/a", join(base, "root/etc/absolute"));
    await symlink("../../../lib/", join(base, "root/etc/above"));
  });

  test.each([
    ["/lib", "/usr/lib"],
    ["/lib/none/x", "/usr/lib/none/x"],
    ["/usr/lib/up/x", "/usr/lib/b/x"],
    ["/etc/absolute", "/usr/lib/a"],
    ["/etc/above/a/.", "/usr/lib/a"],
    ["/", "/"],
    ["lib/../etc", "/etc"],
  ])("%s leads to %s", async (path, place) => {
    expect(await root.resolve(path)).toBe(place);
  });

  test("of an entry is not followed at its end", async () => {
    expect(await root.hostPath("/lib/up")).toBe(join(base, "root/usr/lib/up"));
    expect(await root.hostPath("/etc/absolute/x")).toBe(join(base, "root/usr/lib/a/x"));
  });

  test("that is deep is as quick as its length", async () => {
    const deep = `/etc/${"d/".repeat(200)}x`;
    await root.writeFile(deep, "down there");

    expect(await root.readText(deep)).toBe("down there");
  });
});

describe("a name that is not UTF-8", () => {
  const name = Buffer.from("caf\xe9", "latin1");
  const escaped = "/etc/d/caf\udce9";
  const place = (path: string) => Buffer.concat([Buffer.from(join(base, path)), name]);

  beforeEach(async () => {
    await mkdir(join(base, "root/etc/d"));
    await mkdir(place("root/etc/d/"));
    await writeFile(Buffer.concat([place("root/etc/d/"), Buffer.from("/"), name]), "inside");
    await symlink(name, place("root/etc/d/link-"));
  });

  test("is found by a walk, which tells it apart from any other", async () => {
    const found: string[] = [];
    for await (const { path } of root.walk("/etc")) found.push(path);

    expect(found).toEqual(["/etc/d", escaped, `${escaped}/caf\udce9`, "/etc/d/link-caf\udce9"]);
  });

  test("is read, also through links", async () => {
    expect(await root.readText("/etc/d/link-caf\udce9/caf\udce9")).toBe("inside");
    expect(await root.readLink("/etc/d/link-caf\udce9")).toBe("caf\udce9");
    expect((await root.readBytes(`${escaped}/caf\udce9`)).toString()).toBe("inside");
  });

  test("is moved, with what is in it, and removed", async () => {
    await root.move(escaped, "/etc/moved/\udcff");

    expect(await root.list("/etc/moved")).toEqual(["\udcff"]);
    expect(
      await readFile(
        Buffer.concat([place("root/etc/moved/").subarray(0, -4), Buffer.from([0xff, 0x2f]), name]),
        "utf8",
      ),
    ).toBe("inside");

    await root.remove("/etc/moved/\udcff");
    await root.empty("/etc/d");
    expect([await root.list("/etc/moved"), await root.list("/etc/d")]).toEqual([[], []]);
  });

  test("keeps its bytes in a list of names that is written again", async () => {
    const path = join(base, "root/etc/list");
    await writeFile(path, Buffer.concat([name, Buffer.from("\na\n")]));
    await root.rewriteFile("/etc/list", (await root.readNames("/etc/list")) ?? "");

    expect(await readFile(path)).toEqual(Buffer.concat([name, Buffer.from("\na\n")]));
  });
});
