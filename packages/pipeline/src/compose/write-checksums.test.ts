import { digestOfBytes } from "@debootc/core/record/digest";
import { run } from "@debootc/tools/run";
import { mkdir, mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { composedLeg } from "../composed/leg-of-compose.fixture.ts";
import { writeChecksums } from "./write-checksums.ts";

/** Makes the directory `compose` of a compose with these files, all of which say what they are called. */
async function scene(...files: string[]) {
  const work = await mkdtempDisposable(join(tmpdir(), "debootc-checksums-"));
  const top = join(work.path, "compose");
  for (const file of files) {
    await mkdir(dirname(join(top, file)), { recursive: true });
    await writeFile(join(top, file), file);
  }
  const legs = ["a", "b"].map((variant) => {
    const base = join(top, variant, "amd64");
    const leg = composedLeg(variant, { variant, files: { "lock.json": digestOfBytes("as recorded") } });
    const commit = { ...leg.commit, repo: join(base, "ostree") };
    return { ...leg, commit, image: { ...leg.image, layout: join(base, "oci") } };
  });
  const write = async () => {
    await writeChecksums({ top, metadata: join(top, "metadata"), legs });
    return readFile(join(top, "SHA256SUMS"), "utf8");
  };
  return { top, write, [Symbol.asyncDispose]: () => work.remove() };
}

const blob = digestOfBytes("a/amd64/oci/blobs").replace("sha256:", "");

test("the metadata and the files of variants and legs have their checksums, but not repositories, failed legs and the list", async () => {
  await using made = await scene(
    "metadata/compose.json",
    "a/image-index.json",
    "a/amd64/oci/index.json",
    "a/amd64/images/disk.raw",
    "a/amd64/ostree/objects/00/11.filez",
    "a/amd64/ostree/summary",
    "b/amd64/plan.json",
    "failed/amd64/plan.json",
    "SHA256SUMS",
  );

  const lines = (await made.write()).split("\n").filter(Boolean);

  expect(lines.map((line) => line.slice(66))).toEqual([
    "a/amd64/images/disk.raw",
    "a/amd64/oci/index.json",
    "a/image-index.json",
    "b/amd64/plan.json",
    "metadata/compose.json",
  ]);
  const { stdout } = await run({
    tool: "sha256sum",
    args: ["--check", "--strict", "SHA256SUMS"],
    cwd: made.top,
  });
  expect(stdout).not.toContain("FAILED");
});

test("what is known is not read again: blobs are called by their digests, and the record has those of a leg's files", async () => {
  await using made = await scene(
    "metadata/x",
    `a/amd64/oci/blobs/sha256/${blob}`,
    "b/amd64/lock.json",
    "b/amd64/images/lock.json",
  );

  const text = await made.write();

  expect(text).toContain(`${blob}  a/amd64/oci/blobs/sha256/${blob}\n`);
  expect(text).toContain(`${digestOfBytes("as recorded").slice(7)}  b/amd64/lock.json\n`);
  expect(text).toContain(`${digestOfBytes("b/amd64/images/lock.json").slice(7)}  b/amd64/images/lock.json\n`);
});
