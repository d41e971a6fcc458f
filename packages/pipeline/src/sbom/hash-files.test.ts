import { createHash } from "node:crypto";
import { link, mkdir, mkdtempDisposable, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hashFilesOperation } from "./hash-files-operation.ts";
import { image, sbomRoot } from "./sbom-root.fixture.ts";
import { writeSboms } from "./write-sboms.ts";

const sum = (algorithm: string, text: string) => createHash(algorithm).update(text).digest("hex");
const context = { report: () => {}, log: () => {}, signal: new AbortController().signal };

test("every name of every file has the digests of its content; directories and links have none", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-hash-"));
  const [root, output] = [join(work.path, "root"), join(work.path, "files.jsonl")];
  await mkdir(join(root, "usr/bin"), { recursive: true });
  await writeFile(join(root, "usr/bin/tool"), "tool");
  await writeFile(join(root, "usr/bin/a b\n\u202e"), "");
  await link(join(root, "usr/bin/tool"), join(root, "usr/tool"));
  await symlink("tool", join(root, "usr/bin/link"));

  expect(await hashFilesOperation.run({ root, output }, context)).toEqual({ files: 3 });

  const lines = (await readFile(output, "utf8")).split("\n").filter(Boolean);
  const of = (path: string, text: string) => ({
    path,
    sha256: `sha256:${sum("sha256", text)}`,
    sha1: sum("sha1", text),
  });
  expect(lines.map((line) => JSON.parse(line)).toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
    of("/usr/bin/a b\n\u202e", ""),
    of("/usr/bin/tool", "tool"),
    of("/usr/tool", "tool"),
  ]);
});

test("what was hashed is in both SBOMs", async () => {
  await using scene = await sbomRoot("", { "usr/bin/tool": "tool" });
  const hashedFiles = join(scene.out, "files.jsonl");
  await hashFilesOperation.run({ root: scene.root, output: hashedFiles }, context);

  await writeSboms({ image, root: scene.root, locked: [], hashedFiles }, scene.out);

  const read = async (name: string) => JSON.parse(await readFile(join(scene.out, name), "utf8"));
  const files = (await read("sbom.spdx.json")).files.map(({ fileName }: { fileName: string }) => fileName);
  expect(files).toEqual(["./usr/bin/tool", "./usr/lib/sysimage/dpkg/status"]);
  expect((await read("sbom.cdx.json")).components).toContainEqual({
    type: "file",
    "bom-ref": "file:/usr/bin/tool",
    name: "/usr/bin/tool",
    hashes: [{ alg: "SHA-256", content: sum("sha256", "tool") }],
  });
});
