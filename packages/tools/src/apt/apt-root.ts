import type { PackageSource } from "@debootc/core/treefile/resolved-treefile";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readableAuthFiles } from "./apt-auth.ts";
import { readSourceKey } from "./apt-key.ts";
import { formatAptSources, type IndexKind } from "./apt-sources.ts";

/** A place where apt works for another suite and architecture and sees nothing of the host's configuration or state. */
export interface AptRoot {
  readonly directory: string;
  readonly sources: readonly PackageSource[];
  /** Verified indexes, one file each. */
  readonly listsDirectory: string;
  readonly preferencesFile: string;
  /** The environment that makes apt use this root. */
  readonly environment: Readonly<Record<string, string>>;
}

interface AptRootOptions {
  /** Made when missing. */
  readonly directory: string;
  readonly architecture: string;
  /** Whose packages may stand beside those of `architecture` (Debian's multiarch). */
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

/** Throws `trust-refused` when the key of a source cannot be read. */
export async function createAptRoot(options: AptRootOptions): Promise<AptRoot> {
  const { directory, sources } = options;
  const below = (path: string) => join(directory, path);
  for (const path of [...emptyDirectories, "lists/partial", "cache/archives/partial", "log"]) {
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
    preferencesFile: below("etc/preferences"),
    // apt forgets the files in which it hands keys to gpgv.
    environment: { ...options.proxy, APT_CONFIG: below("apt.conf"), TMPDIR: below("tmp") },
  };
}

const emptyDirectories = [
  "etc/apt.conf.d",
  "etc/preferences.d",
  "etc/trusted.gpg.d",
  "etc/sources.list.d",
  "tmp",
];

async function formatConfiguration(options: AptRootOptions): Promise<string> {
  const { directory, architecture, recommends, timeoutSeconds = 30, retries = 3 } = options;
  const architectures = [architecture, ...(options.foreignArchitectures ?? [])];
  const auth = await readableAuthFiles();
  const settings: Record<string, string> = {
    Dir: `${directory}/`,
    "Dir::Etc": `${directory}/etc`,
    // apt reads its parts after this file; here they are empty, so nothing of the host's can follow.
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
    // Only the index says what is essential; apt by default adds itself.
    "pkgCacheGen::ForceEssential": ",",
    // Which machine resolves must not matter.
    "APT::Get::Always-Include-Phased-Updates": "true",
    // apt's own user may not enter the private root, which belongs to whoever runs debootc.
    "APT::Sandbox::User": "root",
    "APT::Update::Error-Mode": "any",
    "Acquire::Languages": "none",
    "Acquire::PDiffs": "false",
    "Acquire::AllowInsecureRepositories": "false",
    "Acquire::AllowWeakRepositories": "false",
    "Acquire::AllowDowngradeToInsecureRepositories": "false",
    // A cached index may be of the time before a release changed its name, as stable becomes oldstable.
    "Acquire::AllowReleaseInfoChange": "true",
    "Acquire::Check-Valid-Until": "true",
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
