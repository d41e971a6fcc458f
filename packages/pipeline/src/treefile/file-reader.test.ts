import { execFileSync } from "node:child_process";
import { mkdir, mkdtempDisposable, symlink, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fileReader } from "./file-reader.ts";

const scene = async () => {
  const directory = await mkdtempDisposable(join(tmpdir(), "debootc-reader-"));
  const home = join(directory.path, "tree");
  await mkdir(join(home, "sub"), { recursive: true });
  await mkdir(join(directory.path, "shared"));
  for (const name of ["tree/system.yaml", "tree/sub/part.yaml", "shared/base.yaml"]) {
    await writeFile(join(directory.path, name), name);
  }
  const read = fileReader(join(home, "system.yaml"));
  return {
    home,
    link: (target: string, name: string) => symlink(target, join(home, name)),
    says: (name: string) => {
      const content = read(join(home, name));
      return content instanceof Uint8Array ? Buffer.from(content).toString() : content.why;
    },
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  };
};

describe("links", () => {
  test("within the directory of the treefile may lead anywhere in it", async () => {
    await using at = await scene();
    await at.link("sub", "alias");
    await at.link("sub/part.yaml", "part.yaml");

    expect([at.says("alias/part.yaml"), at.says("part.yaml")]).toEqual([
      "tree/sub/part.yaml",
      "tree/sub/part.yaml",
    ]);
  });

  test("must not lead out of it, whether to a file or to a directory", async () => {
    await using at = await scene();
    await at.link("/etc/passwd", "passwd.yaml");
    await at.link("../shared", "shared");
    await at.link("../shared/base.yaml", "base.yaml");

    for (const name of ["passwd.yaml", "shared/base.yaml", "base.yaml"]) {
      expect(at.says(name)).toMatch(/^is reached by a link that leads out of .*\/tree, to \//);
    }
  });

  test("may be the treefile itself, or a directory above it", async () => {
    await using at = await scene();
    await at.link("../shared/base.yaml", "other.yaml");
    await at.link("sub", "alias");

    const textOf = (outermost: string, path: string) => {
      const content = fileReader(join(at.home, outermost))(join(at.home, path));
      return content instanceof Uint8Array ? Buffer.from(content).toString() : content;
    };

    expect(textOf("other.yaml", "other.yaml")).toBe("shared/base.yaml");
    expect(textOf("alias/x.yaml", "alias/part.yaml")).toBe("tree/sub/part.yaml");
  });

  test("are not followed on a path that leaves the directory by its own words", async () => {
    await using at = await scene();

    expect(at.says("../shared/base.yaml")).toBe("shared/base.yaml");
    await symlink("/etc", join(at.home, "../elsewhere"));
    expect(at.says("../elsewhere/passwd")).toMatch(/^is reached by a link that leads out of /);
  });

  test("in a circle are told as such", async () => {
    await using at = await scene();
    await at.link("b.yaml", "a.yaml");
    await at.link("a.yaml", "b.yaml");

    expect(at.says("a.yaml")).toBe("is a link that leads to itself");
  });
});

describe("what is no regular file is not read", () => {
  test("a directory, a pipe, a socket, a device", async () => {
    await using at = await scene();
    execFileSync("mkfifo", [join(at.home, "pipe.yaml")]);
    const server = createServer().listen(join(at.home, "socket.yaml"));
    await new Promise((resolve) => server.once("listening", resolve));

    expect([at.says("sub"), at.says("pipe.yaml"), at.says("socket.yaml")]).toEqual([
      "is a directory, not a file",
      "is a pipe, not a file",
      "is a socket, not a file",
    ]);
    expect(fileReader("/dev/zero")("/dev/zero")).toEqual({ why: "is a device, not a file" });
    server.close();
  });

  test.each([
    [["base.yaml", "system.yaml"], (home: string) => `Name ${join(home, "system.yaml")}.`],
    [["b.yml", "a.yaml", "notes.txt"], () => "Name a file in it: a.yaml, b.yml."],
    [
      ["1", "2", "3", "4", "5", "6", "7"].map((name) => `${name}.yaml`),
      () => expect.stringContaining("5.yaml, and 2 more."),
    ],
    [["notes.txt"], () => undefined],
  ])("a directory in the place of the treefile, with what is in it: %j", async (names, hint) => {
    await using home = await mkdtempDisposable(join(tmpdir(), "debootc-reader-"));
    for (const name of names) await writeFile(join(home.path, name), "");
    await mkdir(join(home.path, "0.yaml"));

    expect(fileReader(home.path)(home.path)).toEqual({
      why: "is a directory, not a file",
      hint: hint(home.path),
    });
  });

  test("a file that is not there, by whatever cause", async () => {
    await using at = await scene();

    expect(at.says("none.yaml")).toBe("does not exist");
    expect(at.says("system.yaml/x.yaml")).toBe("does not exist: a part of its path is not a directory");
    expect(at.says(`${"x".repeat(300)}.yaml`)).toBe("has a name too long for a file");
    expect(at.says("a\0b.yaml")).toBe("has a name that no file can have");
  });

  test("a file larger than a treefile may be is not read into memory", async () => {
    await using at = await scene();
    await truncate(join(at.home, "sub/part.yaml"), 64 * 1024 ** 3);

    expect(at.says("sub/part.yaml")).toBe("has 68719476736 bytes, and debootc reads 1048576 at most");
  });

  test("a file without a size is read to its end", () => {
    const content = fileReader("/proc/self/status")("/proc/self/status");

    expect(content).toBeInstanceOf(Uint8Array);
    expect(Buffer.from(content as Uint8Array).toString()).toContain("Name:");
  });
});
