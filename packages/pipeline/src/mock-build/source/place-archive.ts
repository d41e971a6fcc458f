import { archivePathFault } from "@debootc/core/debian/archive-path";
import { fieldOf } from "@debootc/core/deb822/stanzas";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { type PackageVersion, packageUniverse, type UniversePart } from "@debootc/core/lock/package-universe";
import { chooseSource } from "@debootc/core/source-package/choose-source";
import { isSourceFileName } from "@debootc/core/debian/source-name";
import type { PlacedSource, SourceFile } from "@debootc/core/source-package/source-package";
import { compareVersions } from "@debootc/core/version/compare-versions";
import { join } from "node:path";
import { mkdir } from "node:fs/promises";
import { linkFile } from "../../cache/link-file.ts";
import type { ArchiveFile } from "../../gather/deb-store.ts";
import { fetchFiles } from "../../gather/fetch-files.ts";
import { incompleteMirrorHint } from "../../gather/refuse-fetch-failures.ts";
import { readIndexes } from "../../gather/read-indexes.ts";
import { sourceArchitecture } from "../../gather/verified-release.ts";
import type { OperationContext } from "../../worker/operation-context.ts";
import { placeDsc } from "./place-dsc.ts";
import type { SourceSetting } from "./source-setting.ts";

/**
 * Takes a source package from the chroot's archive: its hashes come from a signed `Sources` index, its files go into
 * the store that all runs share. Throws `usage` for a name or version that does not exist, `trust-refused`,
 * `mirror-unreachable`, `source-invalid`.
 */
export async function placeArchive(
  wanted: { readonly name: string; readonly version?: string },
  setting: SourceSetting,
  context: OperationContext,
): Promise<PlacedSource> {
  const { archive, workDirectory, proxy } = setting;
  const sources = archive.sources.filter(({ components }) => components.length > 0);
  const { suites } = await readIndexes(
    { ...archive, sources, kind: "Sources", recommends: false, workDirectory, proxy },
    context,
  );
  const place = [...new Set(sources.flatMap((source) => source.suites))].join(", ");
  const indexes = suites.flatMap(({ parts }) => parts);
  const chosen = chooseSource(wanted, indexes, place);
  const files = archiveFiles(chosen);
  const storedAt = (sha256: string) => storedSource(archive.filesDirectory, sha256);
  await fetchFiles(
    {
      ...archive.retrying,
      files,
      sources,
      proxy,
      storeDirectory: archive.filesDirectory,
      storedAt,
      goneHint: `${incompleteMirrorHint}${olderVersions(chosen, indexes)}`,
    },
    context,
  );
  const beside = join(workDirectory, "archive-source");
  await mkdir(beside);
  for (const { filename, sha256 } of files) await linkFile(storedAt(sha256), join(beside, nameOf(filename)));
  const dsc = files.find(({ filename }) => filename.endsWith(".dsc"));
  if (dsc === undefined) throw incomplete(chosen, "names no .dsc");
  const placed = await placeDsc(
    { path: join(beside, nameOf(dsc.filename)), directory: setting.directory, workDirectory },
    context,
  );
  const { name, version } = placed.source;
  if (name !== chosen.name || version !== chosen.version)
    throw incomplete(chosen, `leads to a .dsc of ${name} ${version}`);
  return placed;
}

/** Suggests an older version: a mirror that lags behind in one suite often has all files of another. */
function olderVersions({ name, version }: PackageVersion, indexes: readonly UniversePart[]): string {
  const older = packageUniverse(indexes)
    .versionsOf(name)
    .find((one) => compareVersions(one.version, version) < 0);
  return older === undefined ? "" : ` Or use the version in ${older.part.suite}: ${name}=${older.version}`;
}

/** Returns the path of a source package's file in the store: `<2 hex>/<sha256>`. */
function storedSource(filesDirectory: string, sha256: string): string {
  const hex = sha256.slice("sha256:".length);
  return join(filesDirectory, hex.slice(0, 2), hex);
}

/** Lists the files of a stanza of a `Sources` index, including the .dsc. Throws `trust-refused` if it has no hashes. */
function archiveFiles(chosen: PackageVersion): ArchiveFile[] {
  const { name, version, stanza, part } = chosen;
  const directory = fieldOf(stanza, "Directory") ?? "";
  const fault = directory === "" ? undefined : archivePathFault(directory);
  if (fault !== undefined) throw incomplete(chosen, `gives a Directory that ${fault}`);
  return filesIn(chosen).map((file) => ({
    name,
    version,
    architecture: sourceArchitecture,
    sourceId: part.sourceId,
    sha256: file.sha256,
    size: file.size,
    filename: directory === "" ? file.name : `${directory}/${file.name}`,
  }));
}

function filesIn(chosen: PackageVersion): SourceFile[] {
  const lines = (fieldOf(chosen.stanza, "Checksums-Sha256") ?? "").split("\n").filter(Boolean);
  if (lines.length === 0) throw incomplete(chosen, "gives no SHA-256");
  return lines.map((line) => {
    const [sum = "", size = "", name = ""] = line.split(/\s+/);
    if (!/^[0-9a-f]{64}$/.test(sum) || !/^\d{1,12}$/.test(size) || !isSourceFileName(name))
      throw incomplete(chosen, `lists ${JSON.stringify(line)}`);
    return { name, size: Number(size), sha256: `sha256:${sum}` };
  });
}

function incomplete({ name, version, part }: PackageVersion, what: string): DebootcError {
  return new DebootcError(
    "trust-refused",
    `source ${part.sourceId}, suite ${part.suite}: the index of source packages ${what} for ${name} ${version}`,
    { hint: "debootc takes files by SHA-256 only. Ask the owner of the source to publish a complete index." },
  );
}

function nameOf(filename: string): string {
  return filename.slice(filename.lastIndexOf("/") + 1);
}
