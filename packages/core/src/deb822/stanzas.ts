/**
 * Yields the stanzas of a deb822 text (deb822(5)) one by one, as slices of it. Nothing is decoded before it is needed,
 * so that an index of 50 MB costs one walk over its text. Stanzas are separated by empty lines.
 */
export function* stanzasOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    if (text[start] === "\n") {
      start++;
      continue;
    }
    const end = text.indexOf("\n\n", start);
    const stop = end === -1 ? text.length : end + 1;
    yield text.slice(start, stop);
    start = stop;
  }
}

/** Returns a field of a stanza, if it has it: lines are joined by newlines, each without its leading space. */
export function fieldOf(stanza: string, name: string): string | undefined {
  const start = startOfField(stanza, name);
  if (start === -1) return undefined;
  let end = stanza.indexOf("\n", start);
  while (end !== -1 && (stanza[end + 1] === " " || stanza[end + 1] === "\t"))
    end = stanza.indexOf("\n", end + 1);
  const value = stanza.slice(start, end === -1 ? stanza.length : end);
  return value
    .split("\n")
    .map((line) => line.trim())
    .join("\n")
    .trimStart();
}

/**
 * Returns where the value of a field begins. Field names are case-insensitive, but every archive writes them in one
 * way, so that is tried first.
 */
function startOfField(stanza: string, name: string): number {
  if (stanza.startsWith(`${name}:`)) return name.length + 1;
  const at = stanza.indexOf(`\n${name}:`);
  if (at !== -1) return at + name.length + 2;
  const match = new RegExp(`^${name}:`, "im").exec(stanza);
  return match ? match.index + match[0].length : -1;
}

/** Returns all fields of a stanza by name in lower case. */
export function fieldsOf(stanza: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [, name] of stanza.matchAll(/^([!-9;-~]+):/gm)) {
    if (name !== undefined) fields.set(name.toLowerCase(), fieldOf(stanza, name) ?? "");
  }
  return fields;
}
