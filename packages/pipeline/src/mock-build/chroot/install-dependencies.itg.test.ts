import type { LockedPackage } from "@debootc/core/lock/lock";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { run } from "@debootc/tools/run";
import { chmod, copyFile, mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { storedDeb } from "../../gather/deb-store.ts";
import { runPrivileged } from "../../worker/run-privileged.ts";
import { installDependenciesOperation } from "./install-dependencies.ts";

// Overlays are mounted for real, over the root of this machine, whose apt and dpkg install into memory.
const isRoot = process.getuid?.() === 0;

/** Makes a package with a postinst and puts it into a store of .debs. */
async function packageIn(directory: string, postinst: string): Promise<LockedPackage> {
  const tree = join(directory, "tree");
  const file = join(directory, "loud.deb");
  await mkdir(join(tree, "DEBIAN"), { recursive: true });
  const control =
    "Package: loud\nVersion: 1\nArchitecture: all\nMaintainer: A Test <test@example.org>\nDescription: x\n";
  await writeFile(join(tree, "DEBIAN/control"), control);
  await writeFile(join(tree, "DEBIAN/postinst"), `#!/bin/sh\n${postinst}\n`);
  await chmod(join(tree, "DEBIAN/postinst"), 0o755);
  await run({ tool: "dpkg-deb", args: ["--root-owner-group", "--build", tree, file] });
  const { digest: sha256, size } = await fileDigest(file);
  const stored = storedDeb(join(directory, "debs"), sha256);
  await mkdir(dirname(stored), { recursive: true });
  await copyFile(file, stored);
  const names = { name: "loud", version: "1", architecture: "all", source: "loud", sourceVersion: "1" };
  return { ...names, sha256, size, filename: "loud.deb", sourceId: "debian" };
}

async function install(directory: string, postinst: string) {
  const said: string[] = [];
  const request = {
    layers: ["/"],
    foreignArchitectures: [],
    packages: [await packageIn(directory, postinst)],
    removed: [],
    debsDirectory: join(directory, "debs"),
    directory: join(directory, "layer"),
    workDirectory: join(directory, "work"),
  };
  const privilege = { owner: { uid: 0, gid: 0 }, isRoot: true };
  const context = {
    report: () => {},
    log: (line: string) => said.push(line),
    signal: new AbortController().signal,
  };
  const outcome = await runPrivileged(installDependenciesOperation, request, privilege, context).then(
    () => "installed",
    (error: unknown) => error,
  );
  return { outcome, said };
}

test.runIf(isRoot)(
  "a package that breaks is named by apt's status channel, whatever it prints, and gets no descriptor of it",
  { timeout: 120_000 },
  async () => {
    await using scene = await mkdtempDisposable("/dev/shm/debootc-dependencies-");
    const postinst = [
      "echo 'dpkg: error processing archive evilblink (--unpack):' >&2",
      "echo 'cp: error writing: No space left on device' >&2",
      "for fd in /proc/self/fd/*; do readlink $fd; done | sed 's/^/open: /'",
      "exit 1",
    ];

    const { outcome, said } = await install(scene.path, postinst.join("\n"));

    expect(outcome).toMatchObject({
      code: "package-broken",
      message: expect.stringMatching(
        /^the package loud could not be installed: installed loud package post-installation script subprocess returned/,
      ),
    });
    expect(said.filter((line) => line.startsWith("open: "))).not.toEqual([]);
    expect(said.filter((line) => line.includes("package-status"))).toEqual([]);
  },
);
