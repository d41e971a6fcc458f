import type { LockedPackage } from "@debootc/core/lock/lock";
import { digestOfBytes } from "@debootc/core/record/digest";
import type { SbomImage } from "@debootc/core/sbom/sbom";
import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const image: SbomImage = {
  name: "scene",
  version: "1",
  architecture: "amd64",
  suite: "trixie",
  ref: "scene/main",
  commit: "0123456789abcdef".repeat(4),
  manifestDigest: digestOfBytes("manifest"),
  timestamp: 1_763_769_600,
};

/** Returns the start of a machine-readable copyright file. */
export const format = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n";

/** Returns a stanza of dpkg's database. */
export function stanza(name: string, fields = ""): string {
  return `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0-1\nMaintainer: Jo Doe <jo@example.org>\n${fields}\n`;
}

/** Makes a root with these files besides its database of dpkg, and a directory for what is written about it. */
export async function sbomRoot(status: string, files: Readonly<Record<string, string>> = {}) {
  const work = await mkdtempDisposable(join(tmpdir(), "debootc-sbom-"));
  const [root, out] = [join(work.path, "root"), join(work.path, "out")];
  await mkdir(out);
  const all = { "usr/lib/sysimage/dpkg/status": status, ...files };
  for (const [name, text] of Object.entries(all)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  return { root, out, [Symbol.asyncDispose]: () => work.remove() };
}

/** Returns a package as the lock has it. */
export function locked(name: string): LockedPackage {
  return {
    ...{ name, version: "1.0-1", architecture: "amd64", source: name, sourceVersion: "1.0-1" },
    ...{ sha256: digestOfBytes(name), size: 1, filename: `pool/${name}.deb`, sourceId: "debian" },
  };
}
