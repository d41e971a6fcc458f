import { run } from "@debootc/tools/run";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { chmod, mkdir, mkdtempDisposable, readdir, rename, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compareBuilds } from "./compare-builds.ts";
import { readExpectation } from "./expectation.ts";

const surroundings = { signal: new AbortController().signal, step: () => {} };

interface Recipe {
  readonly version?: string;
  readonly content?: string;
  readonly mode?: number;
  readonly compression?: string;
}

async function makeDeb(
  directory: string,
  { version = "1.0", content = "x", mode = 0o755, compression = "xz" }: Recipe = {},
) {
  const tree = join(directory, "tree");
  const program = join(tree, "usr/bin/thing");
  await mkdir(join(tree, "usr/bin"), { recursive: true });
  await mkdir(join(tree, "DEBIAN"), { recursive: true });
  await writeFile(program, content);
  await chmod(program, mode);
  await writeFile(
    join(tree, "DEBIAN/control"),
    `Package: thing\nVersion: ${version}\nArchitecture: amd64\nMaintainer: A <a@example.org>\nDescription: x\n`,
  );
  for (const path of ["usr/bin/thing", "usr/bin", "usr", "DEBIAN/control", "DEBIAN", "."]) {
    await utimes(join(tree, path), 1, 1);
  }
  const deb = join(directory, `thing_${version}_amd64.deb`);
  await run({
    tool: "dpkg-deb",
    args: ["--root-owner-group", `-Z${compression}`, "--build", tree, deb],
    env: { SOURCE_DATE_EPOCH: "1" },
  });
  await rename(tree, join(directory, `.tree-${version}-${content}-${mode}-${compression}`));
  return deb;
}

async function compared(expected: Recipe, built: Recipe) {
  await using first = await mkdtempDisposable(join(tmpdir(), "debootc-expected-"));
  await using second = await mkdtempDisposable(join(tmpdir(), "debootc-built-"));
  const deb = await makeDeb(second.path, built);
  const { digest, size } = await fileDigest(deb);
  const expectation = (await readExpectation([await makeDeb(first.path, expected)]))!;
  const comparison = await compareBuilds(
    {
      kind: "verify",
      expectation,
      built: [{ name: deb.slice(second.path.length + 1), size, sha256: digest }],
      directory: second.path,
    },
    surroundings,
  );
  return { comparison, left: await readdir(second.path) };
}

test("packages of the same bytes are equal", async () => {
  const { comparison } = await compared({}, {});

  expect(comparison.outcome).toBe("equal");
});

test.each<[string, Recipe, object]>([
  ["content", { content: "y" }, { place: "data.tar: usr/bin/thing", what: "content" }],
  [
    "mode",
    { mode: 0o4755 },
    { place: "data.tar: usr/bin/thing", what: "mode", expected: "0755", built: "4755" },
  ],
  ["version", { version: "1.1" }, { place: "control: version", expected: "1.0", built: "1.1" }],
  ["compression", { compression: "gzip" }, { what: "compression" }],
])("a package of another %s differs, and it is told in what", async (_what, built, told) => {
  const { comparison } = await compared({}, built);

  expect(comparison.outcome).toBe("different");
  expect(comparison.files[0]?.differences).toEqual(
    expect.arrayContaining([expect.objectContaining(normalised(told))]),
  );
});

function normalised(told: object): object {
  const { place, ...rest } = told as { place?: string };
  return place === undefined
    ? rest
    : { ...rest, place: expect.stringMatching(`${place.split(": ")[0]}: .*${place.split(": ")[1]}`) };
}

test("what a .buildinfo names and nobody built is a difference, and so is what was built beside it", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-built-"));
  const deb = await makeDeb(directory.path);
  const { digest, size } = await fileDigest(deb);
  const buildinfo = join(directory.path, "thing.buildinfo");
  await writeFile(
    buildinfo,
    `Format: 1.0\nSource: thing\nArchitecture: amd64\nVersion: 1.0\nBuild-Architecture: amd64\nChecksums-Sha256:\n ${"a".repeat(64)} 3 other_1.0_amd64.deb\nInstalled-Build-Depends:\n x (= 1)\n`,
  );
  const comparison = await compareBuilds(
    {
      kind: "verify",
      expectation: (await readExpectation([buildinfo]))!,
      built: [{ name: "thing_1.0_amd64.deb", size, sha256: digest }],
      directory: directory.path,
    },
    surroundings,
  );

  expect(comparison.files.map(({ name, outcome }) => [name, outcome])).toEqual([
    ["other_1.0_amd64.deb", "not-built"],
    ["thing_1.0_amd64.deb", "not-expected"],
  ]);
});

test.each([
  ["a file that is not there", "/nonexistent/x_1_amd64.deb", "does not exist"],
  ["a file of another kind", "/etc/passwd", "nothing to compare with"],
])("%s is refused before anything is built", async (_case, path, message) => {
  await expect(readExpectation([path])).rejects.toThrow(message);
});
