import { indexBounds } from "@debootc/core/deb822/index-bounds";
import type { PackageSource } from "@debootc/core/treefile/resolved-treefile";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readableAuthFiles } from "./apt-auth.ts";
import { readSourceKey } from "./apt-key.ts";
import { formatAptSources, type IndexKind } from "./apt-sources.ts";

/** Describes a directory where apt works for another suite and architecture, unaffected by the host's own apt. */
export interface AptRoot {
  readonly directory: string;
  readonly sources: readonly PackageSource[];
  /** Verified indexes, one file each. */
  readonly listsDirectory: string;
  /** Receives a file of pins for each choice; apt reads none by itself. */
  readonly preferencesDirectory: string;
  /** How long almost nothing may arrive: long enough for apt to try all it has to and to say what failed. */
  readonly stallSeconds: number;
  /** The environment that makes apt use this root. */
  readonly environment: Readonly<Record<string, string>>;
}

interface AptRootOptions {
  /** Created if missing. */
  readonly directory: string;
  readonly architecture: string;
  /** Architectures whose packages may be installed next to those of `architecture` (Debian's multiarch). */
  readonly foreignArchitectures?: readonly string[];
  readonly sources: readonly PackageSource[];
  /** `Packages` when absent. */
  readonly kind?: IndexKind;
  readonly recommends: boolean;
  /** Variables that name proxies (apt-transport-http(1)). */
  readonly proxy?: Readonly<Record<string, string>>;
  /** How long a server may be silent. */
  readonly timeoutSeconds?: number;
  readonly retries?: number;
}

/** Creates the directory with its configuration. Throws `trust-refused` if the key of a source cannot be read. */
export async function createAptRoot(options: AptRootOptions): Promise<AptRoot> {
  const {
    directory,
    sources,
    timeoutSeconds = defaults.timeoutSeconds,
    retries = defaults.retries,
  } = options;
  const below = (path: string) => join(directory, path);
  for (const path of [...emptyDirectories, "preferences", "lists/partial", "cache/archives/partial", "log"]) {
    await mkdir(below(path), { recursive: true });
  }
  const aptSources = await Promise.all(
    sources.map(async (source) => ({ ...source, key: await readSourceKey(source) })),
  );
  await writeFile(below("etc/sources.list.d/debootc.sources"), formatAptSources(aptSources, options.kind));
  await writeFile(below("etc/preferences"), "");
  await writeFile(below("status"), "");
  await writeFile(below("apt.conf"), await formatConfiguration(options));
  return {
    directory,
    sources,
    listsDirectory: below("lists"),
    preferencesDirectory: below("preferences"),
    stallSeconds: (retries + 3) * timeoutSeconds,
    // apt leaves behind the files in which it passes keys to gpgv, so they go into a directory of ours.
    environment: { ...options.proxy, APT_CONFIG: below("apt.conf"), TMPDIR: below("tmp") },
  };
}

const defaults = { timeoutSeconds: 30, retries: 3 };

const emptyDirectories = [
  "etc/apt.conf.d",
  "etc/preferences.d",
  "etc/trusted.gpg.d",
  "etc/sources.list.d",
  "tmp",
];

async function formatConfiguration(options: AptRootOptions): Promise<string> {
  const { directory, architecture, recommends } = options;
  const { timeoutSeconds = defaults.timeoutSeconds, retries = defaults.retries } = options;
  const architectures = [architecture, ...(options.foreignArchitectures ?? [])];
  const auth = await readableAuthFiles();
  const settings: Record<string, string> = {
    Dir: `${directory}/`,
    "Dir::Etc": `${directory}/etc`,
    // apt reads its parts after this file; this directory is empty, so nothing from the host can follow.
    "Dir::Etc::Parts": `${directory}/etc/apt.conf.d`,
    "Dir::Etc::Main": "/dev/null",
    "Dir::Etc::SourceList": "/dev/null",
    "Dir::Etc::SourceParts": `${directory}/etc/sources.list.d`,
    "Dir::Etc::Preferences": `${directory}/etc/preferences`,
    "Dir::Etc::PreferencesParts": `${directory}/etc/preferences.d`,
    "Dir::Etc::Trusted": "/dev/null",
    "Dir::Etc::TrustedParts": `${directory}/etc/trusted.gpg.d`,
    // Credentials of private sources stay where apt keeps them (apt_auth.conf(5)).
    "Dir::Etc::NetRC": auth.file,
    "Dir::Etc::NetRCParts": auth.directory ?? `${directory}/etc/apt.conf.d`,
    "Dir::State": directory,
    "Dir::State::Lists": `${directory}/lists`,
    "Dir::State::Status": `${directory}/status`,
    "Dir::Cache": `${directory}/cache`,
    "Dir::Log": `${directory}/log`,
    "APT::Architecture": architecture,
    "APT::Install-Recommends": String(recommends),
    "APT::Install-Suggests": "false",
    "APT::Solver": "internal",
    // Only the index decides what is essential; by default apt adds itself.
    "pkgCacheGen::ForceEssential": ",",
    // The result must not depend on the machine that resolves.
    "APT::Get::Always-Include-Phased-Updates": "true",
    // apt's own user cannot enter the private directory, which belongs to whoever runs debootc.
    "APT::Sandbox::User": "root",
    "APT::Update::Error-Mode": "any",
    "Acquire::Languages": "none",
    "Acquire::PDiffs": "false",
    "Acquire::AllowInsecureRepositories": "false",
    "Acquire::AllowWeakRepositories": "false",
    "Acquire::AllowDowngradeToInsecureRepositories": "false",
    // A cached index may predate a renaming of its release, as when stable becomes oldstable.
    "Acquire::AllowReleaseInfoChange": "true",
    "Acquire::Check-Valid-Until": "true",
    "Acquire::MaxReleaseFileSize": String(indexBounds.releaseBytes),
    "Acquire::Retries": String(retries),
    "Acquire::http::Timeout": String(timeoutSeconds),
    "Acquire::https::Timeout": String(timeoutSeconds),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} "${value}";`);
  return [
    ...lines,
    "#clear APT::Architectures;",
    `APT::Architectures { ${architectures.map((name) => `"${name}"; `).join("")}};`,
    "",
  ].join("\n");
}
