import { DebootcError } from "@debootc/core/error/debootc-error";
import { debianSourceIds } from "@debootc/core/debian/debian-sources";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { AskedPackages } from "@debootc/core/lock/asked-packages";
import type { PackageSource } from "@debootc/core/treefile/resolved-treefile";
import { snapshotWord } from "@debootc/core/debian/snapshot";
import { join } from "node:path";

/** Describes a source with its addresses, ready for apt. */
export interface ArchiveSource extends PackageSource {
  /** Suites that may be missing from an archive: updates and security. */
  readonly optionalSuites: readonly string[];
  /** Time of the snapshot, as written in treefiles: the addresses belong to it, and the index must fit it. */
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

/** Points to the keys with which Debian signs its archive, pinned because a host's own keys may be too old. */
export const archiveKeyring = join(import.meta.dirname, "../../keyrings/debian-archive.asc");

/**
 * Determines where the packages of a treefile come from. The mirror is the treefile's, else the user's, else the
 * host's, else debootstrap's. Sources for other architectures are left out. Throws `mirror-unknown`.
 */
export function archiveSources(treefile: AskedPackages, mirrors: Mirrors): ArchiveSources {
  const own = treefile.sources.filter(
    ({ architectures }) => architectures?.includes(treefile.architecture) ?? true,
  );
  const replaced = new Set(own.map(({ id }) => id));
  // A treefile that names the archive itself needs no mirror, and names its security suite as well.
  const base = replaced.has("debian") ? { sources: [], warnings: [] } : baseSources(treefile, mirrors);
  const [main] = replaced.has("debian") ? own.filter(({ id }) => id === "debian") : base.sources;
  const others = own.map((source) =>
    ofTreefile(source.uris.length > 0 ? source : { ...source, uris: main?.uris ?? [] }),
  );
  return {
    sources: [...base.sources.filter(({ id }) => !replaced.has(id)), ...others].map((source) =>
      ofSnapshot(source, treefile.snapshot),
    ),
    warnings: replaced.has("debian-security") ? [] : base.warnings,
  };
}

function ofSnapshot(source: ArchiveSource, snapshot: string | undefined): ArchiveSource {
  if (snapshot === undefined || !source.uris.some((uri) => uri.includes(snapshotWord))) return source;
  return { ...source, uris: source.uris.map((uri) => uri.replaceAll(snapshotWord, snapshot)), snapshot };
}

/** Prepares sources for apt: it must not judge a snapshot by today's date, because debootc checks it against its own. */
export function sourcesForApt(sources: readonly ArchiveSource[]): ArchiveSource[] {
  return sources.map((source) =>
    source.snapshot === undefined ? source : { ...source, checkValidUntil: false },
  );
}

/** Pins Debian's keys for a source that is Debian's own archive, unless it says otherwise. */
function ofTreefile(source: PackageSource): ArchiveSource {
  const isPinned = debianSourceIds.has(source.id) && source.signedBy === undefined && !source.trusted;
  return { ...source, ...(isPinned ? { signedBy: archiveKeyring } : {}), optionalSuites: [] };
}

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

/** Suites that take all uploads directly, and so have no updates or security suite. */
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
      `cannot use the mirror ${main}: it serves snapshots, but the treefile names none`,
      {
        hint: "Add the time that you want to the treefile, such as `snapshot: 20260901T000000Z`.",
      },
    );
  }
  return new DebootcError(
    "mirror-unknown",
    `cannot use the mirror ${main}: its address has no place for the snapshot ${snapshot}`,
    {
      hint: `Give an archive that keeps snapshots by \`mirror\` in the treefile, --mirror or DEBOOTC_MIRROR, with ${snapshotWord} in place of the time, such as https://snapshot.example.org/archive/debian/${snapshotWord}.`,
    },
  );
}

function noSecurity(suite: string, main: string): Diagnostic {
  return {
    severity: "warning",
    code: "security-suite-missing",
    message: `packages come without ${suite}-security: its address cannot be derived from the mirror ${main}`,
    hint: "A mirror whose address ends in /debian has its security archive at /debian-security. Otherwise name the security archive under `sources`.",
  };
}

function withoutSlash(uri: string): string;
function withoutSlash(uri: string | undefined): string | undefined;
function withoutSlash(uri: string | undefined): string | undefined {
  return uri?.replace(/\/+$/, "");
}
