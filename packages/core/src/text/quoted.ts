const longest = 80;

// Control characters, marks that reorder text, and invisible characters: a treefile must neither control a terminal
// nor show a name other than the real one.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|(?! )\p{Zs}/gu;

/** Formats a value of a treefile as JSON for a message: safe to print, cut after 80 characters. */
export function quoted(value: unknown): string {
  const text = printable(withoutCredentials(JSON.stringify(value) ?? String(value)));
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** Replaces user names and passwords in URIs by as many asterisks: messages end up in public logs. */
export function withoutCredentials(text: string): string {
  return text.replace(/(?<=:\/\/)[^/\s"'@]+(?=@)/g, (secret) => "*".repeat(secret.length));
}

/** Escapes, as JSON does, every character that would act on a terminal or be invisible. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) =>
    Array.from(
      { length: character.length },
      (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}
