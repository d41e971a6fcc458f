const stars = "***";

/**
 * Replaces secrets in a stream of bytes, wherever its pieces end: the end of a piece that may be the beginning of a
 * secret is held back until the next one decides.
 */
export class SecretMask {
  readonly #secrets: readonly string[];
  readonly #pattern: RegExp | undefined;
  readonly #longest: number;
  #held = "";

  constructor(secrets: readonly string[]) {
    // One byte a character, so that characters cut in two by the end of a piece are no trouble.
    this.#secrets = [...new Set(secrets)]
      .filter((secret) => secret !== "")
      .map((secret) => Buffer.from(secret, "utf8").toString("latin1"))
      .toSorted((a, b) => b.length - a.length);
    this.#longest = this.#secrets[0]?.length ?? 0;
    this.#pattern =
      this.#secrets.length === 0 ? undefined : new RegExp(this.#secrets.map(literal).join("|"), "g");
  }

  /** Takes the next piece and returns what can be said by now. */
  push(piece: Uint8Array): Buffer {
    return this.#masked(Buffer.from(piece).toString("latin1"), false);
  }

  /** Returns what was held back at the end of the stream. */
  end(): Buffer {
    return this.#masked("", true);
  }

  #masked(piece: string, isEnd: boolean): Buffer {
    if (this.#pattern === undefined) return Buffer.from(piece, "latin1");
    const text = this.#held + piece;
    const said: string[] = [];
    let from = 0;
    let hold = isEnd ? text.length : this.#begun(text, from);
    for (const match of text.matchAll(this.#pattern)) {
      // A longer secret may have begun before this one.
      if (match.index >= hold) break;
      said.push(text.slice(from, match.index), stars);
      from = match.index + match[0].length;
      if (from > hold) hold = isEnd ? text.length : this.#begun(text, from);
    }
    said.push(text.slice(from, hold));
    this.#held = text.slice(hold);
    return Buffer.from(said.join(""), "latin1");
  }

  /** Returns where, at `from` or later, a secret begins that ends after the text; the length of the text if none does. */
  #begun(text: string, from: number): number {
    for (let at = Math.max(from, text.length - this.#longest + 1); at < text.length; at++) {
      const end = text.slice(at);
      if (this.#secrets.some((secret) => secret.length > end.length && secret.startsWith(end))) return at;
    }
    return text.length;
  }
}

function literal(secret: string): string {
  return secret.replaceAll(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}

/** Replaces secrets in a text. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const mask = new SecretMask(secrets);
  return Buffer.concat([mask.push(Buffer.from(text)), mask.end()]).toString();
}
