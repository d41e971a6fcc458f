/** Maps the groups of a GLib key file (GLib's key-value file parser) to their keys; the last value of a key counts. */
export type KeyFile = ReadonlyMap<string, ReadonlyMap<string, string>>;

const lineLimit = 4096;

/** Parses a key file; returns the number of a malformed line, from 1. Values are trimmed, escapes are not resolved. */
export function parseKeyFile(text: string): KeyFile | number {
  const groups = new Map<string, Map<string, string>>();
  let group: Map<string, string> | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const stripped = line.trim();
    if (stripped.length > lineLimit) return index + 1;
    if (stripped === "" || stripped.startsWith("#")) continue;
    const [, title] = /^\[([^[\]\p{Cc}]+)\]$/u.exec(stripped) ?? [];
    const [, key, translation, value] = /^([^=[\]]+?)(\[[^\]]*\])?\s*=\s*(.*)$/.exec(stripped) ?? [];
    if (title !== undefined) {
      group = groups.get(title) ?? new Map();
      groups.set(title, group);
    } else if (key !== undefined && value !== undefined && group !== undefined) {
      if (translation === undefined) group.set(key, value);
    } else {
      return index + 1;
    }
  }
  return groups;
}
