import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { AskedPackages } from "@debootc/core/lock/asked-packages";
import type { PackageSource } from "@debootc/core/treefile/resolved-treefile";
import { snapshotWord } from "@debootc/core/debian/snapshot";
import { join } from "node:path";

/** A source with its addresses, ready for apt. */
export interface ArchiveSource extends PackageSource {
  /** Suites that an archive may lack: updates and security. */
  readonly optionalSuites: readonly string[];
  /** Its addresses are those of this snapshot, which its index must fit: a time as treefiles write it. */
  readonly snapshot?: string;
}

interface Mirrors {
  /** What the user set: `--mirror`, DEBOOTC_MIRROR or a settings file. */
  readonly wanted: string | undefined;
  /** From the host's apt configuration. */
  readonly host: { readonly main: string | undefined; readonly security: string | undefined };
  /** debootstrap's default. */
  readonly debootstrap: string | undefined;
}

interface ArchiveSources {
  /** The suite's own archive first, then the treefile's sources. */
  readonly sources: readonly ArchiveSource[];
  readonly warnings: readonly Diagnostic[];
}

/** The keys with which Debian signs its archive, pinned because a host's own may be too old. */
export const archiveKeyring = join(import.meta.dirname, "../../keyrings/debian-archive.asc");

/**
 * Where the packages of a treefile come from. The mirror is the treefile's, else the user's, else the host's, else
 * debootstrap's. Sources for other architectures are left out. Throws `mirror-unknown`.
 */
export function archiveSources(treefile: AskedPackages, mirrors: Mirrors): ArchiveSources {
  const own = treefile.sources.filter(
    ({ architectures }) => architectures?.includes(treefile.architecture) ?? true,
  );
  const replaced = new Set(own.map(({ id }) => id));
  // Whoever names the archive itself names no mirror, and the security suite that belongs to it.
  const base = replaced.has("debian") ? { sources: [], warnings: [] } : baseSources(treefile, mirrors);
  return {
    sources: [...base.sources.filter(({ id }) => !replaced.has(id)), ...own.map(ofTreefile)].map((source) =>
      ofSnapshot(source, treefile.snapshot),
    ),
    warnings: replaced.has("debian-security") ? [] : base.warnings,
  };
}

function ofSnapshot(source: ArchiveSource, snapshot: string | undefined): ArchiveSource {
  if (snapshot === undefined || !source.uris.some((uri) => uri.includes(snapshotWord))) return source;
  return { ...source, uris: source.uris.map((uri) => uri.replaceAll(snapshotWord, snapshot)), snapshot };
}

/** What apt is told of sources: that it must not hold the index of a snapshot against today, which is done by its own time. */
export function sourcesForApt(sources: readonly ArchiveSource[]): ArchiveSource[] {
  return sources.map((source) =>
    source.snapshot === undefined ? source : { ...source, checkValidUntil: false },
  );
}

/** A source that takes the place of Debian's own archive is checked with the same keys, unless it says otherwise. */
function ofTreefile(source: PackageSource): ArchiveSource {
  const isPinned = baseSourceIds.has(source.id) && source.signedBy === undefined && !source.trusted;
  return { ...source, ...(isPinned ? { signedBy: archiveKeyring } : {}), optionalSuites: [] };
}

/** Ids of the sources that together are Debian's own archive for the suite. */
export const baseSourceIds: ReadonlySet<string> = new Set(["debian", "debian-security"]);

function baseSources(treefile: AskedPackages, mirrors: Mirrors): ArchiveSources {
  const main = withoutSlash(treefile.mirror ?? mirrors.wanted ?? mirrors.host.main ?? mirrors.debootstrap);
  if (main === undefined) {
    throw new DebootcError("mirror-unknown", "no Debian mirror is known", {
      hint: "Give the address of an archive by `mirror` in the treefile, --mirror or DEBOOTC_MIRROR, such as http://mirror.example.org/debian.",
    });
  }
  if ((treefile.snapshot !== undefined) !== main.includes(snapshotWord)) throw unfitMirror(main, treefile);
  const { suite } = treefile;
  const common = {
    components: treefile.components,
    signedBy: archiveKeyring,
    checkValidUntil: true,
    trusted: false,
  };
  if (rolling.has(suite)) {
    return {
      sources: [{ ...common, id: "debian", uris: [main], suites: [suite], optionalSuites: [] }],
      warnings: [],
    };
  }
  const updates = `${suite}-updates`;
  const debian = {
    ...common,
    id: "debian",
    uris: [main],
    suites: [suite, updates],
    optionalSuites: [updates],
  };
  const security = securityMirror(main, mirrors.host);
  if (security === undefined) return { sources: [debian], warnings: [noSecurity(suite, main)] };
  const suites = [`${suite}-security`];
  return {
    sources: [debian, { ...common, id: "debian-security", uris: [security], suites, optionalSuites: suites }],
    warnings: [],
  };
}

/** Suites that take all uploads directly and so have no updates or security suite. */
const rolling: ReadonlySet<string> = new Set(["sid"]);

function securityMirror(main: string, host: Mirrors["host"]): string | undefined {
  if (host.security !== undefined && main === withoutSlash(host.main)) return withoutSlash(host.security);
  const [, archive, rest = ""] = /^(.*\/debian)(\/@SNAPSHOTID@)?$/.exec(main) ?? [];
  return archive === undefined ? undefined : `${archive}-security${rest}`;
}

function unfitMirror(main: string, { snapshot }: AskedPackages): DebootcError {
  if (snapshot === undefined) {
    return new DebootcError(
      "mirror-unknown",
      `the mirror ${main} is one of snapshots, and the treefile names none`,
      {
        hint: "Add `snapshot: 20260901T000000Z` to the treefile, the time that is meant.",
      },
    );
  }
  return new DebootcError("mirror-unknown", `the mirror ${main} has no place for the snapshot ${snapshot}`, {
    hint: `Give by \`mirror\` in the treefile, --mirror or DEBOOTC_MIRROR an archive that keeps snapshots, with ${snapshotWord} where the time stands, such as https://snapshot.example.org/archive/debian/${snapshotWord}.`,
  });
}

function noSecurity(suite: string, main: string): Diagnostic {
  return {
    severity: "warning",
    code: "security-suite-missing",
    message: `packages are taken without ${suite}-security: its place cannot be derived from the mirror ${main}`,
    hint: "A mirror whose address ends in /debian has its security archive at /debian-security. Otherwise name the security archive under `sources`.",
  };
}

function withoutSlash(uri: string): string;
function withoutSlash(uri: string | undefined): string | undefined;
function withoutSlash(uri: string | undefined): string | undefined {
  return uri?.replace(/\/+$/, "");
}
