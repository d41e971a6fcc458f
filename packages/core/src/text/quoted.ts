const longest = 80;

// Control characters, marks that reorder text, and what cannot be seen: a treefile must neither steer a terminal nor
// show a name that is not the one it has.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|(?! )\p{Zs}/gu;

/** A value of a treefile as JSON for a message: safe to print, cut after 80 characters. */
export function quoted(value: unknown): string {
  const text = printable(withoutCredentials(JSON.stringify(value) ?? String(value)));
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** Text of the same length with user names and passwords of URIs starred out: messages end in public logs. */
export function withoutCredentials(text: string): string {
  return text.replace(/(?<=:\/\/)[^/\s"'@]+(?=@)/g, (secret) => "*".repeat(secret.length));
}

/** Text with every character escaped that would act on a terminal, or could not be seen, as JSON escapes it. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) =>
    Array.from(
      { length: character.length },
      (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}
