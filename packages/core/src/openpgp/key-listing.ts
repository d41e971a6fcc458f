/** A key as gpg lists it. */
export interface ListedKey {
  readonly isSecret: boolean;
  /** Of the primary key: 40 upper-case hexadecimal digits. */
  readonly fingerprint: string;
  /** Of all its keys: gpg may sign with another than the primary. */
  readonly fingerprints: readonly string[];
  /** Seconds; absent when it does not expire. */
  readonly expires?: number;
  readonly user: string;
}

/** `gpg --with-colons --import-options show-only --import` (GnuPG's doc/DETAILS), of secret and public keys. */
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
