import { mkdir, mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { composeArchive } from "./compose-archive.ts";
import { composeFiles } from "./compose-files.fixture.ts";
import { readCompose } from "./read-compose.ts";

const composeId = "os-13-20261130.0";

/** Writes a compose directory, in this order. */
async function written(order: (paths: string[]) => string[]) {
  const work = await mkdtempDisposable(join(tmpdir(), "debootc-archive-"));
  const files = composeFiles();
  for (const path of order([...files.keys()])) {
    await mkdir(dirname(join(work.path, path)), { recursive: true });
    await writeFile(join(work.path, path), files.get(path) ?? "");
  }
  return { directory: join(work.path, composeId), [Symbol.asyncDispose]: () => work.remove() };
}

async function bytesOf(archive: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of archive) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

test("a compose directory is the same archive in whatever order it was written, and reads as its compose", async () => {
  await using one = await written((paths) => paths);
  await using other = await written((paths) => paths.toReversed());
  const archive = await bytesOf(composeArchive(one.directory, composeId));

  expect((await bytesOf(composeArchive(other.directory, composeId))).equals(archive)).toBe(true);
  const { record } = await readCompose(composeArchive(one.directory, composeId), { composeId });
  expect(record.composeId).toBe(composeId);
});

test("a link in it is refused, wherever it leads, in words for actions as well, which know no tasks", async () => {
  await using one = await written((paths) => paths);
  await symlink("/etc/passwd", join(one.directory, "compose/a/amd64/images"));
  await expect(readCompose(composeArchive(one.directory, composeId), { composeId })).rejects.toMatchObject({
    code: "artifact-unfit",
    message: expect.stringContaining("is not a file but a symlink"),
    hint: expect.not.stringMatching(/\btask\b/),
  });
});
