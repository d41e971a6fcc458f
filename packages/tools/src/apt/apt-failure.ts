import { normalUri } from "./apt-uri.ts";

/** What apt complained of while it fetched indexes. */
export interface AptFailure {
  readonly kind: AptFailureKind;
  /** Archive the complaint is about, without a final slash; for `unreachable` and `damaged` the whole address of the file. */
  readonly uri: string;
  /** Absent where apt names only a file. */
  readonly suite?: string;
  readonly detail: string;
}

export type AptFailureKind =
  /** The archive answers, and has no such suite. */
  | "no-suite"
  | "unsigned"
  /** Signed with a key that is not the source's. */
  | "unknown-key"
  | "bad-signature"
  | "expired-key"
  /** Valid-Until is past. */
  | "expired"
  /** Dated in the future. */
  | "not-yet-valid"
  /** The server wants a name and a password, or others than those it was given. */
  | "unauthorized"
  | "unreachable"
  /** Other bytes than the signed index promises. */
  | "damaged"
  | "other";

/** Reads apt's messages (untranslated) of a failed `update`; several of one archive are told apart by suite. */
export function parseAptFailures(stderr: string): AptFailure[] {
  const messages = stderr
    .split(/\n(?=[EWN]: |Error: |Warning: |Notice: )/)
    .map((message) => message.replace(/^\w+: /, "").trim());
  const failures = messages.flatMap((message) => parseMessage(message) ?? []);
  // `is not signed` follows every refused signature and says less than the message before it.
  const explained = new Set(failures.filter(({ kind }) => signatureKinds.has(kind)).map(placeOf));
  // It follows an index that the server did not give out, too.
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

const forms = [
  // apt 3 verifies with sqv and words it differently.
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
    return {
      kind: kindOf(message, detail),
      uri: normalUri(uri),
      detail,
      ...(suite === undefined ? {} : { suite }),
    };
  }
  return undefined;
}

function kindOf(message: string, detail: string): AptFailureKind {
  // With an older index at hand apt calls a refused signature a failed fetch.
  if (/^(?:GPG|OpenPGP)/.test(message) || /signatures? (?:were invalid|couldn't be verified)/.test(detail)) {
    if (/EXPKEYSIG|EXPSIG|expired/i.test(detail)) return "expired-key";
    if (/NO_PUBKEY|Missing key/i.test(detail)) return "unknown-key";
    return "bad-signature";
  }
  if (detail.startsWith("does not have a Release file")) return "no-suite";
  if (detail.startsWith("is not signed") || detail.startsWith("is no longer signed")) return "unsigned";
  if (detail.startsWith("is expired")) return "expired";
  if (detail.startsWith("is not valid yet")) return "not-yet-valid";
  if (
    /Hash Sum mismatch|unexpected size|Clearsigned file isn't valid|is(?:n't| not) parsable/i.test(detail)
  ) {
    return "damaged";
  }
  if (/^401\b/.test(detail)) return "unauthorized";
  return message.startsWith("Failed to fetch") ? "unreachable" : "other";
}

function placeOf({ uri, suite }: AptFailure): string {
  return `${uri} ${suite}`;
}
