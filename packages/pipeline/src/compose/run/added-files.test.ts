import { mkdir, mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { digestAddedFiles } from "./added-files.ts";

const origin = { file: "/x.yaml", line: 3, column: 5 };
const temporaryDirectory = () => mkdtempDisposable(join(tmpdir(), "debootc-added-"));

test("a file is known by content and mode, not by where it lies", async () => {
  await using one = await temporaryDirectory();
  await using two = await temporaryDirectory();
  for (const { path } of [one, two]) await writeFile(join(path, "motd"), "hello\n");

  const digests = await Promise.all(
    [one, two].map(({ path }) =>
      digestAddedFiles([{ source: join(path, "motd"), beside: path, target: "/etc/motd", origin }]),
    ),
  );

  expect(digests[0]).toEqual(digests[1]);
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
