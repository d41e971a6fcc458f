const longest = 80;

// Control characters and the Unicode marks that reorder text: a treefile must not be able to steer a terminal.
// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A value of a treefile as JSON for a message: safe to print, cut after 80 characters. */
export function quoted(value: unknown): string {
  const text = printable(withoutCredentials(JSON.stringify(value) ?? String(value)));
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** Text of the same length with user names and passwords of URIs starred out: messages end in public logs. */
export function withoutCredentials(text: string): string {
  return text.replace(/(?<=:\/\/)[^/\s"'@]+(?=@)/g, (secret) => "*".repeat(secret.length));
}

/** Text with every character escaped that would act on a terminal instead of being shown. */
export function printable(text: string): string {
  return text.replace(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
