import { indexBounds } from "@debootc/core/deb822/index-bounds";
import { formatBytes } from "@debootc/core/text/amount";
import { normalUri } from "./apt-uri.ts";

/** Describes one failure that apt reported while it fetched indexes. */
export interface AptFailure {
  readonly kind: AptFailureKind;
  /** The archive concerned, without a final slash; for `unreachable` and `damaged` the full address of the file. */
  readonly uri: string;
  /** Absent where apt names only a file. */
  readonly suite?: string;
  readonly detail: string;
  /** Text of the Release file, for `weak`. */
  readonly release?: string;
}

export type AptFailureKind =
  /** The archive answers but has no such suite. */
  | "no-suite"
  /** The archive has no index of packages where its Release file, or the source, says that there is one. */
  | "no-index"
  | "unsigned"
  /** Signed with a key other than the source's. */
  | "unknown-key"
  | "bad-signature"
  | "expired-key"
  /** Valid-Until has passed. */
  | "expired"
  /** Dated in the future. */
  | "not-yet-valid"
  /** The server wants credentials, or refuses those it was given. */
  | "unauthorized"
  | "unreachable"
  /** The bytes differ from what the signed index promises. */
  | "damaged"
  /** A Release file with a good signature gives no hashes that apt accepts, or has a date that it cannot read. */
  | "weak"
  /** A file became longer than debootc reads. */
  | "too-large"
  /** Almost nothing arrived for a long time. */
  | "stalled"
  | "other";

/**
 * Parses apt's (untranslated) messages from a failed `update`; failures of one archive are told apart by suite. `stdout`
 * says why apt gave up a Release file, which the messages call missing.
 */
export function parseAptFailures(stderr: string, stdout = ""): AptFailure[] {
  const messages = stderr
    .split(/\n(?=[EWN]: |Error: |Warning: |Notice: )/)
    .map((message) => message.replace(/^\w+: /, "").trim());
  const failures = messages
    .flatMap((message) => parseMessage(message) ?? [])
    .map((failure) => (failure.kind === "no-suite" ? whyMissing(failure, stdout) : failure));
  // `is not signed` follows every refused signature and says less than the message before it.
  const explained = new Set(failures.filter(({ kind }) => signatureKinds.has(kind)).map(placeOf));
  // It also follows an index that the server did not deliver.
  const kept = failures.filter(({ kind }) => kind === "unauthorized" || kind === "unreachable");
  const isKept = ({ uri, suite }: AptFailure) =>
    kept.some((other) =>
      [`${uri}/dists/${suite}`, `${uri}/${suite}`.replace(/\/$/, "")].some((place) =>
        [`${place}/InRelease`, `${place}/Release`].includes(other.uri),
      ),
    );
  return failures.filter(
    (failure) => failure.kind !== "unsigned" || !(explained.has(placeOf(failure)) || isKept(failure)),
  );
}

const signatureKinds: ReadonlySet<AptFailureKind> = new Set(["unknown-key", "bad-signature", "expired-key"]);

/** Finds out why apt has no Release file of a suite, if it is not that the server has none. */
function whyMissing(failure: AptFailure, stdout: string): AptFailure {
  const lines = stdout.split("\n");
  for (const [index, line] of lines.entries()) {
    const { event, uri, suite, size } =
      /^(?<event>Get|Ign|Err):\d+ (?<uri>\S+) (?<suite>\S+) (?:In)?Release(?: \[(?<size>[\d.]+ k?[MGTP]?B)\])?/.exec(
        line,
      )?.groups ?? {};
    if (uri === undefined || `${normalUri(uri)} ${suite}` !== placeOf(failure)) continue;
    // apt refuses a file that the server announces as too long, but only says that there is none.
    if (size !== undefined && bytesIn(size) > indexBounds.releaseBytes)
      return { ...failure, kind: "too-large", detail: releaseOf(size) };
    const reason = event === "Err" ? (lines[index + 1] ?? "").trim() : "";
    if (reason !== "" && !/^4\d\d\b|^File not found/.test(reason))
      return { ...failure, kind: "unreachable", detail: reason };
  }
  return failure;
}

function releaseOf(size: string): string {
  return `a Release file of ${size}, but at most ${formatBytes(indexBounds.releaseBytes)} are read`;
}

/** Reads a size as apt prints it, in powers of a thousand. */
function bytesIn(text: string): number {
  const [number = "", unit = ""] = text.split(" ");
  return Number(number) * 1000 ** " kMGTP".indexOf(unit[0] === "B" ? " " : (unit[0] ?? " "));
}

const forms = [
  // apt 3 verifies with sqv, which words it differently.
  /^(?:GPG error|OpenPGP signature verification failed): (?<uri>\S+) (?<suite>\S+) (?:In)?Release: (?<detail>[^]*)/,
  /^The repository '(?<uri>\S+) (?<suite>\S+) (?:In)?Release' (?<detail>[^]*)/,
  /^Release file for (?<uri>\S+?)\/dists\/(?<suite>\S+)\/(?:In)?Release (?<detail>[^]*)/,
  /^Release file for (?<uri>\S+?)\/(?<suite>\.\/)?(?:In)?Release (?<detail>[^]*)/,
  /^Failed to fetch (?<uri>\S+)\s+(?<detail>[^]*)/,
];

function parseMessage(message: string): AptFailure | undefined {
  for (const form of forms) {
    const { uri, suite, detail } = form.exec(message)?.groups ?? {};
    if (uri === undefined || detail === undefined) continue;
    const kind = kindOf(message, detail);
    return {
      kind,
      uri: normalUri(uri),
      detail: kind === "too-large" ? releaseOf(`more than ${formatBytes(indexBounds.releaseBytes)}`) : detail,
      ...(suite === undefined ? {} : { suite }),
    };
  }
  return undefined;
}

function kindOf(message: string, detail: string): AptFailureKind {
  // When apt still has an older index, it calls a refused signature a failed fetch.
  if (/^(?:GPG|OpenPGP)/.test(message) || /signatures? (?:were invalid|couldn't be verified)/.test(detail)) {
    if (/EXPKEYSIG|EXPSIG|expired/i.test(detail)) return "expired-key";
    if (/NO_PUBKEY|Missing key/i.test(detail)) return "unknown-key";
    return "bad-signature";
  }
  if (detail.startsWith("does not have a Release file")) return "no-suite";
  if (detail.startsWith("is not signed") || detail.startsWith("is no longer signed")) return "unsigned";
  if (detail.startsWith("provides only weak security information")) return "weak";
  if (detail.startsWith("is expired")) return "expired";
  if (detail.startsWith("is not valid yet")) return "not-yet-valid";
  if (detail.includes(`!= ${indexBounds.releaseBytes})`)) return "too-large";
  if (
    /Hash Sum mismatch|unexpected size|Clearsigned file isn't valid|is(?:n't| not) parsable/i.test(detail)
  ) {
    return "damaged";
  }
  if (/^401\b/.test(detail)) return "unauthorized";
  if (
    /^(?:404\b|File not found)/.test(detail) &&
    /^Failed to fetch \S+\/(?:Packages|Sources)(?:\.\w+)?\s/.test(message)
  )
    return "no-index";
  return message.startsWith("Failed to fetch") ? "unreachable" : "other";
}

function placeOf({ uri, suite }: AptFailure): string {
  return `${uri} ${suite}`;
}
