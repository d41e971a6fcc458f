import { debianSourceIds } from "@debootc/core/debian/debian-sources";
import type { ErrorCode } from "@debootc/core/error/codes";
import { parseReleaseFile } from "@debootc/core/deb822/release-file";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { AptFailure, AptFailureKind } from "@debootc/tools/apt/apt-failure";
import { normalUri } from "@debootc/tools/apt/apt-uri";
import type { ArchiveSource } from "./archive-sources.ts";
import { credentialsHint } from "@debootc/core/debian/credentials-hint";

/** Names an optional suite that an archive does not have. */
export interface MissingSuite {
  readonly sourceId: string;
  readonly suite: string;
}

/**
 * Sorts what went wrong while indexes were fetched: returns missing optional suites, and throws everything else as
 * `trust-refused`, `hashes-weak`, `index-invalid`, `index-too-large`, `treefile-invalid`, `credentials-refused`, `mirror-unreachable` or `package-manager-failed`, with
 * every failure in one message.
 */
export function refuseIndexFailures(
  failures: readonly AptFailure[],
  sources: readonly ArchiveSource[],
): MissingSuite[] {
  const placed = failures.map((failure) => ({ failure, source: sourceOf(failure, sources) }));
  const missing: MissingSuite[] = [];
  const refusals: Refusal[] = [];
  for (const { failure, source } of placed) {
    if (
      failure.kind === "no-suite" &&
      failure.suite !== undefined &&
      source?.optionalSuites.includes(failure.suite)
    ) {
      missing.push({ sourceId: source.id, suite: failure.suite });
    } else {
      refusals.push(refusalOf(failure, source));
    }
  }
  const [worst] = refusals.toSorted((a, b) => severity.indexOf(a.code) - severity.indexOf(b.code));
  if (worst) {
    throw new DebootcError(worst.code, [...new Set(refusals.map(({ message }) => message))].join("\n"), {
      hint: worst.hint,
    });
  }
  return missing;
}

interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
}

const severity: readonly ErrorCode[] = [
  "trust-refused",
  "hashes-weak",
  "index-invalid",
  "treefile-invalid",
  "credentials-refused",
  "index-too-large",
  "mirror-unreachable",
];

function sourceOf({ uri, suite }: AptFailure, sources: readonly ArchiveSource[]): ArchiveSource | undefined {
  const shared = ({ uris }: ArchiveSource) =>
    Math.max(...uris.map(normalUri).map((one) => (`${uri}/`.startsWith(`${one}/`) ? one.length : -1)));
  // One archive may be below another.
  const ofArchive = sources.filter((source) => shared(source) >= 0).toSorted((a, b) => shared(b) - shared(a));
  const names = (source: ArchiveSource) =>
    source.suites.some((one) => one === suite || uri.includes(`/dists/${one}/`));
  return ofArchive.find(names) ?? ofArchive[0];
}

function refusalOf(failure: AptFailure, source: ArchiveSource | undefined): Refusal {
  const { uri, suite, detail, kind } = failure;
  const id = source?.id ?? "unknown";
  const isBase = debianSourceIds.has(id);
  // Nothing on the way can be the reason, and trying again does not help.
  const isHere = /^(?:file|copy):/.test(uri);
  const where = `source ${id} (${uri}${suite === undefined ? "" : ` ${suite}`})`;
  const key = /\b[0-9A-F]{16,40}\b/.exec(detail)?.[0] ?? "that is not named";
  if (kind === "weak") return refusedRelease(failure, where);
  const says: Record<Exclude<AptFailureKind, "weak">, Omit<Refusal, "message"> & { what: string }> = {
    "unknown-key": {
      code: "trust-refused",
      what: `is signed with the key ${key}, which is not among the keys given for it`,
      hint: isBase
        ? "debootc pins Debian's own keys. Use a mirror of Debian, or a newer debootc if Debian has new keys."
        : "Set `signed-by` to the key that the owner of the source publishes, fetched in a way you trust.",
    },
    "bad-signature": {
      code: "trust-refused",
      what: `has an index that does not match its signature (key ${key}): it was changed after signing`,
      hint: "Try another mirror. If the owner's own server delivers it, tell the owner and do not use it.",
    },
    "expired-key": {
      code: "trust-refused",
      what: `is signed with the key ${key}, which has expired`,
      hint: "Set `signed-by` to the owner's current key. Also check this machine's clock.",
    },
    unsigned: {
      code: "trust-refused",
      what: "is not signed",
      hint: "For a source that you control yourself, `trusted: true` accepts it without a signature.",
    },
    expired: {
      code: "trust-refused",
      what: `has an index that ${detail.replace(/\. Updates.*/s, "")}: the mirror is behind, or this machine's clock is wrong`,
      hint: isBase
        ? `Name a mirror that is up to date by \`mirror\` in the treefile or DEBOOTC_MIRROR. To take this one however old it is, make it a source: \`sources: [{id: ${id}, uris: "${uri}", suites: ${suite ?? "SUITE"}, components: ${source?.components.join(" ") || "main"}, check-valid-until: false}]\`.`
        : "Ask the owner of the source to renew it; `check-valid-until: false` accepts old packages anyway.",
    },
    "not-yet-valid": {
      code: "trust-refused",
      what: `has an index that ${detail.replace(/\. Updates.*/s, "")}`,
      hint: "This machine's clock is behind. Set it, then try again.",
    },
    "no-suite": {
      code: isBase ? "mirror-unreachable" : "treefile-invalid",
      what: suite?.endsWith("/")
        ? "has no Release file, so nothing there is signed"
        : `has no suite ${suite}`,
      hint: isBase
        ? `Name a mirror that has ${suite} by \`mirror\` in the treefile or DEBOOTC_MIRROR: the root of an archive, with \`dists\` below it.`
        : suite?.endsWith("/")
          ? "Check `uris` and `suites`. A repository of your own without signatures has `trusted: true` instead of `signed-by`."
          : "Check `suites` of this source, and that its address is the root of an archive, with `dists` below it.",
    },
    "no-index":
      !isBase && (isHere || source?.trusted === true)
        ? {
            code: "treefile-invalid",
            what: "has no index of packages there",
            hint: isHere
              ? "Make one: run `apt-ftparchive packages . > Packages` in the directory with the .debs. Or name the directory by --extra-package, which needs no index."
              : "Check `uris` and `suites` of this source: a flat repository has a file `Packages` at the path of its suite.",
          }
        : {
            code: "mirror-unreachable",
            what: "does not have the index that its Release file promises",
            hint: "The mirror may be in the middle of an update: try again in a few minutes, or name another one by DEBOOTC_MIRROR.",
          },
    unauthorized: {
      code: "credentials-refused",
      what: "refuses access: apt's auth files have no name and password for it, or wrong ones (401)",
      hint: credentialsHint,
    },
    unreachable: {
      code: "mirror-unreachable",
      what: `cannot be read: ${reasonIn(detail)}`,
      hint: "Check the address and the network, or name another mirror by `mirror` in the treefile or DEBOOTC_MIRROR.",
    },
    damaged: {
      code: isHere ? "index-invalid" : "mirror-unreachable",
      what: `does not deliver what its ${isHere ? "Release file" : "signed index"} promises: ${firstLine(detail)}`,
      hint: isHere
        ? "The index was changed after the Release file was made: make that again, and sign it if it is signed."
        : "The mirror may be in the middle of an update: try again in a few minutes, or name another one by DEBOOTC_MIRROR.",
    },
    "too-large": {
      code: "index-too-large",
      what: `delivers ${detail}`,
      hint: isBase
        ? "No archive of Debian is that large: name another mirror by `mirror` in the treefile or DEBOOTC_MIRROR."
        : "Use the source only if its owner can explain this, and divide it into smaller suites or components.",
    },
    stalled: {
      code: "mirror-unreachable",
      what: `is too slow: ${detail}`,
      hint: "Try again later, or name another mirror by `mirror` in the treefile or DEBOOTC_MIRROR.",
    },
    other: {
      code: "package-manager-failed",
      what: `: ${detail}`,
      hint: "The log contains all of apt's output.",
    },
  };
  const { code, what, hint } = says[kind];
  return { code, message: `${where} ${what}`, hint };
}

/** Explains why apt refuses a Release file that has a good signature: it only says that its security is weak. */
function refusedRelease({ release, detail }: AptFailure, where: string): Refusal {
  try {
    const weakness = release === undefined ? undefined : parseReleaseFile(release, where).weakness;
    if (weakness !== undefined)
      return { code: "hashes-weak", message: `${where} ${weakness}`, hint: weakHint };
  } catch (error) {
    if (!(error instanceof DebootcError)) throw error;
    return { code: error.code, message: error.message, hint: error.hint ?? "" };
  }
  return {
    code: "trust-refused",
    message: `${where} has a Release file that apt does not accept: it ${detail}`,
    hint: "Its hashes or its dates cannot be used. Ask the owner of the source to publish a correct one.",
  };
}

/** Explains what to do about an archive without SHA-256. */
export const weakHint =
  "Other hashes can be forged, or are not what debootc locks by, so a signature of them proves nothing. Ask the owner of the source to publish SHA-256, as all tools that make archives do today.";

/** apt has the same two words for a server that hangs up and for a header that is too long for it. */
function reasonIn(detail: string): string {
  const reason = firstLine(detail);
  return reason === "Connection failed"
    ? "it ends the connection before it has answered, or sends an HTTP header that is longer than apt reads"
    : reason;
}

function firstLine(text: string): string {
  return (text.split("\n")[0] ?? "").replace(/\s*\[IP: .*/, "").replace(/[:\s]+$/, "");
}
