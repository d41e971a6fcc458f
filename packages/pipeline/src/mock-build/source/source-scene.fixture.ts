import type { Report } from "@debootc/core/event/event";
import { classifySource } from "@debootc/core/debian/source-argument";
import type { PlacedSource } from "@debootc/core/source-package/source-package";
import { createHash, randomUUID } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ArchiveSource } from "../../gather/archive-sources.ts";
import { placeSource } from "./place-source.ts";
import type { SourceSetting } from "./source-setting.ts";

interface SourceScene extends AsyncDisposable {
  readonly directory: string;
  readonly reports: Report[];
  /** Places a source named as on the command line. The host's own root serves as the base root. */
  readonly place: (argument: string, changes?: Partial<SourceSetting>) => Promise<PlacedSource>;
}

export async function openSourceScene(sources: readonly ArchiveSource[] = []): Promise<SourceScene> {
  const directory = await mkdtemp(join(tmpdir(), "debootc-source-"));
  const reports: Report[] = [];
  return {
    directory,
    reports,
    place: async (argument, changes = {}) => {
      const workDirectory = join(directory, `work-${randomUUID()}`);
      await mkdir(workDirectory);
      return placeSource(
        classifySource(argument),
        {
          directory: join(directory, `placed-${randomUUID()}`),
          workDirectory,
          baseRoot: async () => "/",
          privilege: { owner: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }, isRoot: true },
          archive: {
            sources,
            architecture: "amd64",
            indexCacheDirectory: join(directory, "indexes"),
            filesDirectory: join(directory, "store"),
            retrying: { retries: 1, firstPauseSeconds: 0.1 },
          },
          proxy: {},
          submodules: false,
          gitEnvironment: {},
          ...changes,
        },
        {
          report: (report) => reports.push(report),
          log: () => {},
          signal: new AbortController().signal,
        },
      );
    },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Writes a .dsc with its files next to it; `lines` replaces what it says about them. */
export async function writeDsc(
  directory: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  { format = "3.0 (native)", lines }: { format?: string; lines?: readonly string[] } = {},
): Promise<string> {
  const listed = Object.entries(files).map(
    ([name, content]) =>
      ` ${createHash("sha256").update(content).digest("hex")} ${Buffer.from(content).length} ${name}`,
  );
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
  const text = [
    `Format: ${format}`,
    "Source: tiny",
    "Version: 1",
    "Checksums-Sha256:",
    ...(lines ?? listed),
    "",
  ];
  const path = join(directory, "tiny_1.dsc");
  await writeFile(path, text.join("\n"));
  return path;
}

/** Writes files of a tree; `debian/rules` is executable. */
export async function writeTree(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    if (name === "debian/rules") await chmod(path, 0o755);
  }
}

/** Returns the files of a `debian/` that dpkg-source accepts. */
export function debianFiles(version: string, format: string): Record<string, string> {
  return {
    "debian/changelog": `tiny (${version}) unstable; urgency=low\n\n  * Text.\n\n -- Me <me@example.org>  Thu, 01 Jan 2026 00:00:00 +0000\n`,
    "debian/control":
      "Source: tiny\nSection: misc\nPriority: optional\nMaintainer: Me <me@example.org>\nStandards-Version: 4.7.0\nBuild-Depends: debhelper-compat (= 13)\n\nPackage: tiny\nArchitecture: all\nDescription: tiny\n It is tiny.\n",
    "debian/rules": "#!/usr/bin/make -f\n%:\n\tdh $@\n",
    "debian/source/format": `${format}\n`,
  };
}
