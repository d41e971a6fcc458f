import type { ErrorCode } from "@debootc/core/error/codes";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { AptFailure, AptFailureKind } from "@debootc/tools/apt/apt-failure";
import { normalUri } from "@debootc/tools/apt/apt-uri";
import { type ArchiveSource, baseSourceIds } from "./archive-sources.ts";
import { credentialsHint } from "./credentials-hint.ts";

/** A suite that an archive may lack and does lack. */
export interface MissingSuite {
  readonly sourceId: string;
  readonly suite: string;
}

/**
 * Sorts what went wrong while indexes were fetched: suites that may be missing are answered, all else is thrown
 * as `trust-refused`, `treefile-invalid`, `credentials-refused`, `mirror-unreachable` or `package-manager-failed`, every failure in one message.
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
  "treefile-invalid",
  "credentials-refused",
  "mirror-unreachable",
];

function sourceOf({ uri, suite }: AptFailure, sources: readonly ArchiveSource[]): ArchiveSource | undefined {
  const ofArchive = sources.filter(({ uris }) =>
    uris.some((one) => `${uri}/`.startsWith(`${normalUri(one)}/`)),
  );
  const names = (source: ArchiveSource) =>
    source.suites.some((one) => one === suite || uri.includes(`/dists/${one}/`));
  return ofArchive.find(names) ?? ofArchive[0];
}

function refusalOf(failure: AptFailure, source: ArchiveSource | undefined): Refusal {
  const { uri, suite, detail, kind } = failure;
  const id = source?.id ?? "unknown";
  const isBase = baseSourceIds.has(id);
  const where = `source ${id} (${uri}${suite === undefined ? "" : ` ${suite}`})`;
  const key = /\b[0-9A-F]{16,40}\b/.exec(detail)?.[0] ?? "that is not named";
  const says: Record<AptFailureKind, Omit<Refusal, "message"> & { what: string }> = {
    "unknown-key": {
      code: "trust-refused",
      what: `is signed with the key ${key}, which is not among the keys given for it`,
      hint: isBase
        ? "debootc pins Debian's own keys. Use a mirror of Debian, or a newer debootc if Debian has new keys."
        : "Let `signed-by` name the key that the owner of the source publishes, fetched over a way you trust.",
    },
    "bad-signature": {
      code: "trust-refused",
      what: `has an index that does not fit its signature (key ${key}): it was changed after signing`,
      hint: "Try another mirror. If the owner's own server gives it out, tell the owner and do not use it.",
    },
    "expired-key": {
      code: "trust-refused",
      what: `is signed with the key ${key}, which has expired`,
      hint: "Let `signed-by` name the owner's current key. Check this machine's clock, too.",
    },
    unsigned: {
      code: "trust-refused",
      what: "is not signed",
      hint: "For a source that you control yourself, `trusted: true` takes it without a signature.",
    },
    expired: {
      code: "trust-refused",
      what: `has an index that ${detail.replace(/\. Updates.*/s, "")}: the mirror is behind, or this machine's clock is wrong`,
      hint: isBase
        ? "Name a mirror that is up to date by `mirror` in the treefile or DEBOOTC_MIRROR."
        : "Ask the owner of the source to renew it; `check-valid-until: false` takes old packages all the same.",
    },
    "not-yet-valid": {
      code: "trust-refused",
      what: `has an index that ${detail.replace(/\. Updates.*/s, "")}`,
      hint: "This machine's clock is behind. Set it, then try again.",
    },
    "no-suite": {
      code: isBase ? "mirror-unreachable" : "treefile-invalid",
      what: `has no suite ${suite}`,
      hint: isBase
        ? `Name a mirror that has ${suite} by \`mirror\` in the treefile or DEBOOTC_MIRROR: the root of an archive, with \`dists\` below it.`
        : "Check `suites` of this source, and that its address is the root of an archive, with `dists` below it.",
    },
    unauthorized: {
      code: "credentials-refused",
      what: "refuses access: apt's auth files have no name and password for it, or wrong ones (401)",
      hint: credentialsHint,
    },
    unreachable: {
      code: "mirror-unreachable",
      what: `cannot be read: ${firstLine(detail)}`,
      hint: "Check the address and the network, or name another mirror by `mirror` in the treefile or DEBOOTC_MIRROR.",
    },
    damaged: {
      code: "mirror-unreachable",
      what: `delivers something else than its signed index promises: ${firstLine(detail)}`,
      hint: "The mirror may be in the middle of an update: try again in some minutes, or name another one by DEBOOTC_MIRROR.",
    },
    other: { code: "package-manager-failed", what: `: ${detail}`, hint: "The log has all of apt's output." },
  };
  const { code, what, hint } = says[kind];
  return { code, message: `${where} ${what}`, hint };
}

function firstLine(text: string): string {
  return (text.split("\n")[0] ?? "").replace(/\s*\[IP: .*/, "").replace(/[:\s]+$/, "");
}
