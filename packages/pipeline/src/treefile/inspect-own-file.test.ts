import { execFileSync } from "node:child_process";
import { mkdir, mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inspectOwnFile } from "./inspect-own-file.ts";

test("files, directories and links can be taken; what is in a directory is looked at too", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-own-"));
  const at = (name: string) => join(directory.path, "tree", name);
  const look = (name: string) => {
    const found = inspectOwnFile(at(name), at("."));
    return typeof found === "string" ? found : found.message.replaceAll(at("."), ".");
  };
  await mkdir(at("good/deep"), { recursive: true });
  await writeFile(at("good/deep/file"), "x");
  await symlink("/nowhere", at("good/broken"));
  await mkdir(at("bad"));
  execFileSync("mkfifo", [at("bad/pipe")]);
  await mkdir(at("latin"));
  await writeFile(Buffer.concat([Buffer.from(`${at("latin")}/caf`), Buffer.from([0xe9])]), "x");
  await mkdir(join(directory.path, "secret"));
  await writeFile(join(directory.path, "secret/key"), "x");
  await symlink("../secret", at("secret"));

  expect(
    Object.fromEntries(
      [
        "good",
        "good/deep/file",
        "good/broken",
        "bad",
        "latin",
        "secret",
        "secret/key",
        "none",
        "good/deep/file/x",
      ].map((name) => [name, look(name)]),
    ),
  ).toEqual({
    good: "directory",
    "good/deep/file": "file",
    "good/broken": "link",
    bad: "./bad/pipe is neither a file, a directory nor a link",
    latin: "a name in ./latin is not UTF-8",
    secret: "link",
    "secret/key": `a link leads out of the treefile's directory, to ${join(directory.path, "secret")}`,
    none: "the file does not exist",
    "good/deep/file/x": "the file does not exist",
  });
});

test("everything below a directory is told, relative to it", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-own-"));
  await mkdir(join(directory.path, "d/deep"), { recursive: true });
  await writeFile(join(directory.path, "d/deep/file"), "x");
  const told: string[] = [];

  expect(inspectOwnFile(join(directory.path, "d"), directory.path, (path) => told.push(path))).toBe(
    "directory",
  );
  expect(told).toEqual(["deep", "deep/file"]);
});
