import { chmod, mkdir, mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { digestAddedFiles } from "./added-files.ts";

const origin = { file: "/x.yaml", line: 3, column: 5 };
const temporaryDirectory = () => mkdtempDisposable(join(tmpdir(), "debootc-added-"));

/** Digests a directory with a file, a program, a directory and a link, whose modes are those given. */
async function digestOfClone([file, program, directory]: readonly [number, number, number]) {
  await using clone = await temporaryDirectory();
  const at = (name: string) => join(clone.path, name);
  await mkdir(at("d/e"), { recursive: true });
  await writeFile(at("d/motd"), "hello\n");
  await writeFile(at("d/e/program"), "#!/bin/sh\n");
  await symlink("motd", at("d/link"));
  await chmod(at("d/motd"), file);
  await chmod(at("d/e/program"), program);
  for (const name of ["d/e", "d"]) await chmod(at(name), directory);
  const [added] = await digestAddedFiles([{ source: at("d"), beside: clone.path, target: "/etc/d", origin }]);
  return added?.digest;
}

test.each([
  ["0077", [0o600, 0o700, 0o700]],
  ["0002", [0o664, 0o775, 0o775]],
  ["0000, setgid directories", [0o666, 0o777, 0o2777]],
] as const)("a clone under the umask %s has the same digest", async (_umask, modes) => {
  expect(await digestOfClone(modes)).toBe(await digestOfClone([0o644, 0o755, 0o755]));
});

test("a file that can be run is another file", async () => {
  expect(await digestOfClone([0o755, 0o755, 0o755])).not.toBe(await digestOfClone([0o644, 0o755, 0o755]));
});

test("what the entry says of mode and owner is planned", async () => {
  await using directory = await temporaryDirectory();
  await writeFile(join(directory.path, "motd"), "hello\n");
  const motd = { source: join(directory.path, "motd"), beside: directory.path, target: "/etc/motd", origin };
  const planned = await digestAddedFiles([{ ...motd, mode: 0o640, group: "adm" }, motd]);

  expect(planned).toEqual([
    { target: "/etc/motd", mode: 0o640, group: "adm", digest: planned[1]?.digest },
    { target: "/etc/motd", digest: planned[1]?.digest },
  ]);
});

test("every file that is missing is named at once", async () => {
  await using directory = await temporaryDirectory();
  const file = (name: string) => ({
    source: join(directory.path, name),
    beside: directory.path,
    target: "/etc/x",
    origin,
  });

  await expect(digestAddedFiles([file("a"), file("b")])).rejects.toMatchObject({
    code: "add-file-missing",
    diagnostics: [{ given: join(directory.path, "a"), ...origin }, { given: join(directory.path, "b") }],
  });
});

test("a link on the way must not lead out of the treefile's directory", async () => {
  await using directory = await temporaryDirectory();
  const beside = join(directory.path, "tree");
  await mkdir(beside);
  await mkdir(join(directory.path, "secrets"));
  await writeFile(join(directory.path, "secrets/key"), "secret");
  await symlink("../secrets", join(beside, "files"));

  await expect(
    digestAddedFiles([{ source: join(beside, "files/key"), beside, target: "/etc/key", origin }]),
  ).rejects.toMatchObject({ diagnostics: [{ message: expect.stringContaining("leads out of") }] });
});

test("a name that is not UTF-8 in a directory is reported as that", async () => {
  await using directory = await temporaryDirectory();
  const source = join(directory.path, "files");
  await mkdir(source);
  await writeFile(Buffer.concat([Buffer.from(`${source}/caf`), Buffer.of(0xe9)]), "");
  const file = { source, beside: directory.path, target: "/etc/x", origin };

  await expect(digestAddedFiles([file])).rejects.toMatchObject({
    diagnostics: [{ message: "it has caf\\xe9, a name that is not UTF-8: rename it" }],
  });
});
