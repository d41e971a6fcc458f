import { binaryRebuildEntry } from "@debootc/core/mock-build/binary-rebuild";
import { refuseOtherRebuild } from "@debootc/core/mock-build/expected-rebuild";
import { run } from "@debootc/tools/run";
import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readExpectation } from "./expectation.ts";

/** Makes a package of a binary rebuild, with what its documentation has instead of a changelog. */
async function rebuiltDeb(directory: string, changelog: Buffer): Promise<string> {
  const tree = join(directory, "tree");
  await mkdir(join(tree, "DEBIAN"), { recursive: true });
  await mkdir(join(tree, "usr/share/doc/thing"), { recursive: true });
  await writeFile(
    join(tree, "DEBIAN/control"),
    "Package: thing\nSource: thing (1.0)\nVersion: 1.0+b1\nArchitecture: amd64\nMaintainer: A <a@example.org>\nDescription: x\n",
  );
  await writeFile(join(tree, "usr/share/doc/thing/changelog.Debian.amd64.gz"), changelog);
  const deb = join(directory, "thing_1.0+b1_amd64.deb");
  await run({ tool: "dpkg-deb", args: ["--root-owner-group", "--build", tree, deb] });
  return deb;
}

const entry = binaryRebuildEntry({ name: "thing", version: "1.0", distribution: "sid" }, "amd64", {
  number: 1,
  message: "Rebuild.",
  maintainer: "B <b@example.org>",
  date: 1_700_000_000,
});

test.each([
  ["its changelog says how", gzipSync(entry), "--binary-only-distribution sid --binary-only-date 2023-11-14"],
  ["a changelog of endless zeros", gzipSync(Buffer.alloc(50_000_000)), "with the --binary-only-reason"],
  ["a changelog that is no gzip", Buffer.from("x"), "with the --binary-only-reason"],
])(
  "a package of a binary rebuild is known as one before anything is built: %s",
  async (_, changelog, hint) => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-rebuilt-"));
    const expectation = await readExpectation([await rebuiltDeb(directory.path, changelog)]);

    expect(expectation?.files[0]?.rebuild?.number).toBe(1);
    expect(() =>
      refuseOtherRebuild(expectation?.files ?? [], { binaryOnly: undefined, sourceOnly: false }),
    ).toThrow(expect.objectContaining({ code: "usage", hint: expect.stringContaining(hint) }));
  },
);
