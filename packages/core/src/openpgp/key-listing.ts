/** Describes a key as gpg lists it. */
export interface ListedKey {
  readonly isSecret: boolean;
  /** Fingerprint of the primary key: 40 upper-case hexadecimal digits. */
  readonly fingerprint: string;
  /** Fingerprints of all its keys: gpg may sign with a key other than the primary one. */
  readonly fingerprints: readonly string[];
  /** Seconds; absent when it does not expire. */
  readonly expires?: number;
  readonly user: string;
}

/**
 * Reads the output of `gpg --with-colons --import-options show-only --import` (GnuPG's doc/DETAILS) for secret and
 * public keys.
 */
export function parseKeyListing(text: string): readonly ListedKey[] {
  const keys: (ListedKey & { readonly fingerprints: string[]; user: string; fingerprint: string })[] = [];
  for (const line of text.split("\n")) {
    const field = line.split(":");
    const [kind] = field;
    const key = keys.at(-1);
    if (kind === "sec" || kind === "pub") {
      const expires = Number(field[6]);
      keys.push({
        isSecret: kind === "sec",
        fingerprint: "",
        fingerprints: [],
        ...(expires > 0 ? { expires } : {}),
        user: "",
      });
    } else if (kind === "fpr" && key !== undefined) {
      key.fingerprint ||= field[9] ?? "";
      key.fingerprints.push(field[9] ?? "");
    } else if (kind === "uid" && key !== undefined) key.user ||= field[9] ?? "";
  }
  return keys;
}
