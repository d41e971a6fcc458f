/** Says what is known of the bytes before those that are masked. */
export interface Masking {
  /** The last of them, masked. */
  readonly before: Uint8Array;
  /** Whether they end within a secret. */
  readonly isOpen: boolean;
}

/** How secrets begin: tokens of GitHub, keys of a hub, and JSON as base64, such as a JWT or the configuration of a runner. */
const beginnings = [
  "gh[pousr]_",
  "github_pat_",
  "debootc_(?:[a-z]+_)?[0-9a-f]{16}_",
  // `{"`, then `{".`: the names in a runner's configuration begin with a full stop.
  "eyJ",
  "eyIu",
];

const ofSecret = "[A-Za-z0-9_.+/=-]";

/** Shorter ones are words that begin alike. One at the end of the bytes may go on after them. */
const shortest = 20;

const secret = new RegExp(
  `(?<![A-Za-z0-9])(${beginnings.join("|")})(?:${ofSecret}{${shortest},}|${ofSecret}*$)`,
  "g",
);
const rest = new RegExp(`^${ofSecret}*`);
const star = 0x2a;

/**
 * Returns bytes of a log in which each character of a secret that can be recognised is an asterisk, so that no byte moves;
 * the beginning that it is recognised by stays. Bytes may be cut anywhere: `isOpen` says whether they end within a secret.
 */
export function maskSecrets(
  bytes: Uint8Array,
  { before, isOpen }: Masking,
): { readonly bytes: Uint8Array; readonly isOpen: boolean } {
  const masked = new Uint8Array(bytes);
  const own = latin1(bytes);
  let stillOpen = false;
  if (isOpen) {
    const length = rest.exec(own)?.[0].length ?? 0;
    masked.fill(star, 0, length);
    stillOpen = length === bytes.length;
  }
  const text = latin1(before) + own;
  for (const match of text.matchAll(secret)) {
    const [whole, beginning = ""] = match;
    const from = match.index + beginning.length - before.length;
    const to = match.index + whole.length - before.length;
    if (to <= 0) continue;
    masked.fill(star, Math.max(from, 0), to);
    stillOpen ||= to === bytes.length;
  }
  return { bytes: masked, isOpen: stillOpen };
}

/** Maps each byte to one character. `windows-1252`, which the name means to a decoder, differs above ASCII only. */
function latin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
