import { checksumsFile, checksumsText } from "@debootc/core/compose/checksums";
import { composeRecord } from "@debootc/core/compose/compose-record";
import { legText } from "@debootc/core/compose/leg-name";
import { packagesRecord } from "@debootc/core/compose/packages-metadata";
import { digestOfBytes } from "@debootc/core/record/digest";
import type { TarEntry, TarMember } from "@debootc/core/tar/entry";
import { writeTar } from "@debootc/core/tar/write-tar";

/** Says what a compose of a test is like. */
export interface ComposeOptions {
  readonly composeId?: string;
  /** `a/amd64` and the like. */
  readonly legs?: readonly string[];
  /** The version of its only package. */
  readonly version?: string;
  /** Bytes of the largest blob of each image. */
  readonly blob?: Buffer;
  /** Changes the files before the list of checksums is made. */
  readonly change?: (files: Map<string, Buffer>) => void;
  /** Changes them after that. */
  readonly damage?: (files: Map<string, Buffer>) => void;
}

/** Returns the files of a small compose directory, as a real one has them. */
export function composeFiles(options: ComposeOptions = {}): Map<string, Buffer> {
  const { composeId = "os-13-20261130.0", legs = ["a/amd64"], version = "1.0-1" } = options;
  const names = legs.map((leg) => {
    const [variant = "", architecture = ""] = leg.split("/");
    return { variant, architecture };
  });
  const below: Map<string, Buffer> = new Map();
  for (const leg of names) {
    const blob = options.blob ?? Buffer.from(`blob of ${legText(leg)}`);
    const at = (path: string) => `${legText(leg)}/${path}`;
    below.set(at("oci/oci-layout"), Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
    below.set(at("oci/index.json"), Buffer.from("{}"));
    below.set(at(`oci/blobs/sha256/${digestOfBytes(blob).slice(7)}`), blob);
    for (const name of ["lock.json", "sbom.spdx.json", "sbom.cdx.json", "lint.json"])
      below.set(at(name), Buffer.from(`{"of":"${at(name)}"}`));
  }
  const record = composeRecord.serialize({
    ...{ composeId, directory: ".", release: { short: "os", name: "OS", version: "13" } },
    expected: names.map((name) => ({ ...name, required: true })),
    legs: names.map((name) => ({
      ...name,
      ...{ title: name.variant, treefile: name.variant, ref: "os/a", treeVersion: "13.1", suite: "trixie" },
      ...{ timestamp: "2026-11-30T00:00:00.000Z", packageCount: 1, root: { bytes: 1, files: 1 }, files: {} },
      commit: { checksum: "c".repeat(64), repo: `compose/${legText(name)}/ostree`, bootable: true },
      image: {
        ...{ layout: `compose/${legText(name)}/oci`, manifestDigest: digestOfBytes(legText(name)), size: 1 },
        ...{ compression: "zstd" as const, tag: "latest" },
      },
      lock: `compose/${legText(name)}/lock.json`,
    })),
  });
  const dash = {
    ...{ name: "dash", version, architecture: "amd64", source: "dash", sourceVersion: version },
    ...{ size: 10, sha256: digestOfBytes("dash"), installedSize: 100 },
  };
  const variants = Object.fromEntries(names.map((name) => [name.variant, { [name.architecture]: [dash] }]));
  below.set("metadata/compose.json", Buffer.from(record));
  below.set("metadata/packages.json", Buffer.from(packagesRecord.serialize({ composeId, variants })));
  for (const name of ["composeinfo.json", "images.json"]) below.set(`metadata/${name}`, Buffer.from("{}"));
  options.change?.(below);
  const digests = new Map([...below].map(([path, bytes]) => [path, digestOfBytes(bytes)]));
  for (const leg of names) {
    const at = (path: string) => `${legText(leg)}/ostree/${path}`;
    below.set(at("config"), Buffer.from("[core]\n"));
    below.set(at("refs/heads/os/a"), Buffer.from(`${"c".repeat(64)}\n`));
    below.set(at(`objects/cc/${"c".repeat(62)}.commit`), Buffer.from("a commit"));
    below.set(at(`objects/dd/${"d".repeat(62)}.filez`), Buffer.alloc(0));
    below.set(at(".lock"), Buffer.alloc(0));
  }
  const files: Map<string, Buffer> = new Map([["STATUS", Buffer.from("FINISHED\n")]]);
  for (const [path, bytes] of below) files.set(`compose/${path}`, bytes);
  files.set(`compose/${checksumsFile}`, Buffer.from(checksumsText(digests)));
  options.damage?.(files);
  return new Map([...files].map(([path, bytes]) => [`${composeId}/${path}`, bytes]));
}

/** Returns a tar archive of these files, and of members that a test adds. */
export async function tarOf(
  files: ReadonlyMap<string, Buffer>,
  others: readonly (Partial<TarEntry> & { readonly bytes?: Buffer })[] = [],
): Promise<Buffer> {
  const all = [
    ...[...files].map(([path, bytes]) => ({ path, bytes })),
    ...others,
  ] as readonly (Partial<TarEntry> & { readonly bytes?: Buffer })[];
  async function* members(): AsyncGenerator<TarMember> {
    for (const { bytes = Buffer.alloc(0), ...changes } of all) {
      const common = { path: "x", type: "file", mode: 0o644, uid: 0, gid: 0, mtime: 0 } as const;
      const entry: TarEntry = { ...common, size: bytes.length, xattrs: new Map(), ...changes };
      yield {
        entry,
        body: (async function* () {
          if (bytes.length > 0) yield bytes;
        })(),
      };
    }
  }
  const parts: Uint8Array[] = [];
  for await (const chunk of writeTar(members())) parts.push(chunk);
  return Buffer.concat(parts);
}
