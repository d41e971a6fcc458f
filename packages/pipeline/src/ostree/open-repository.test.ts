import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openRepository } from "./open-repository.ts";

const temporaryDirectory = () => mkdtempDisposable(join(tmpdir(), "debootc-open-"));

/** What makes a directory a repository. */
async function writeRepository(directory: string, config: string): Promise<void> {
  await mkdir(join(directory, "objects"), { recursive: true });
  await writeFile(join(directory, "config"), config);
}

test("a repository is opened by its path, with its mode", async () => {
  await using parent = await temporaryDirectory();
  await writeRepository(parent.path, "[core]\nrepo_version=1\nmode=archive-z2\n");

  expect(await openRepository(parent.path)).toEqual({ path: parent.path, mode: "archive-z2" });
});

test.each([
  ["does not exist", "missing", /does not exist$/],
  ["is a file", "file", /is not a directory$/],
  ["is an empty directory", "empty", /is not an ostree repository$/],
  ["has the configuration of a repository and no objects", "hollow", /is not an ostree repository$/],
  ["has a configuration of something else", "other", /is not an ostree repository$/],
])("a path that %s is refused with what it is", async (_, name, message) => {
  await using parent = await temporaryDirectory();
  await writeFile(join(parent.path, "file"), "");
  await mkdir(join(parent.path, "empty"));
  await mkdir(join(parent.path, "hollow"));
  await writeFile(join(parent.path, "hollow/config"), "[core]\nmode=archive-z2\n");
  await writeRepository(join(parent.path, "other"), "[remote]\nmode=archive-z2\n");

  await expect(openRepository(join(parent.path, name))).rejects.toMatchObject({
    code: "usage",
    message: expect.stringMatching(message),
  });
});
