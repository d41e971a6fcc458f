import { printable } from "./printable.ts";

const longest = 80;

/** Formats a value of a treefile as JSON for a message: safe to print, cut after 80 characters. */
export function quoted(value: unknown): string {
  const text = printable(withoutCredentials(JSON.stringify(value) ?? String(value)));
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** Replaces user names and passwords in URIs by as many asterisks: messages end up in public logs. */
export function withoutCredentials(text: string): string {
  return text.replace(/(?<=:\/\/)[^/\s"'@]+(?=@)/g, (secret) => "*".repeat(secret.length));
}
