import { chmod, link, mkdir, mkdtempDisposable, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { LockedPackage } from "@debootc/core/lock/lock";
import { digestOfBytes } from "@debootc/core/record/digest";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { run } from "@debootc/tools/run";
import { expect, test } from "vitest";
import { storedDeb } from "../gather/deb-store.ts";
import { isListed, readPackagedModes } from "./packaged-modes.ts";

test("set-id bits are read from stored packages, for every name of a file", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-debs-"));
  const tree = join(directory.path, "tree");
  const file = join(directory.path, "widget.deb");
  await mkdir(join(tree, "DEBIAN"), { recursive: true });
  await mkdir(join(tree, "usr/bin"), { recursive: true });
  await writeFile(
    join(tree, "DEBIAN/control"),
    "Package: widget\nVersion: 1\nArchitecture: all\nMaintainer: A <a@example.org>\nDescription: x\n",
  );
  await writeFile(join(tree, "usr/bin/widget"), "");
  await chmod(join(tree, "usr/bin/widget"), 0o4755);
  await link(join(tree, "usr/bin/widget"), join(tree, "usr/bin/again"));
  await writeFile(join(tree, "usr/bin/plain"), "");
  await run({ tool: "dpkg-deb", args: ["--root-owner-group", "--build", tree, file] });
  const { digest: sha256, size } = await fileDigest(file);
  const deb = storedDeb(directory.path, sha256);
  await mkdir(dirname(deb), { recursive: true });
  await rename(file, deb);
  const widget: LockedPackage = {
    name: "widget",
    version: "1",
    architecture: "all",
    source: "widget",
    sourceVersion: "1",
    sha256,
    size,
    filename: "widget.deb",
    sourceId: "local",
  };
  const absent = { ...widget, name: "absent", sha256: digestOfBytes("absent") };

  const found = await readPackagedModes([widget, absent], directory.path, new AbortController().signal);

  expect(found.packagedModes).toEqual(
    ["/usr/bin/again", "/usr/bin/widget"].map((path) => ({
      package: "widget",
      path,
      mode: 0o4755,
      user: "root",
      group: "root",
    })),
  );
  expect([...found.packagesRead]).toEqual(["widget"]);
  expect([widget, { ...widget, sourceId: "debian" }].map(isListed)).toEqual([false, true]);
});
