import { fieldOf } from "./stanzas.ts";

/** Indexes an archive's `Packages` file by package name. Only names are read at once; stanzas are cut out on demand. */
export interface PackagesIndex {
  readonly names: () => Iterable<string>;
  /** Returns the stanzas of all versions of a package, in the order of the file. */
  readonly stanzasOf: (name: string) => readonly string[];
  /** Returns the names of the packages marked `Essential: yes`. */
  readonly essential: () => readonly string[];
  /** Returns the stanzas that have a Provides field, which are searched for on the first call. */
  readonly providing: () => readonly string[];
  /** Returns the stanzas whose file has a SHA-256, which are searched for in the whole text. */
  readonly withSha256: (sha256: string) => readonly string[];
}

export function indexPackages(text: string): PackagesIndex {
  const starts = startsByName(text);
  const stanzaAt = (start: number) => {
    const end = text.indexOf("\n\n", start);
    return text.slice(start, end === -1 ? text.length : end + 1);
  };
  const stanzasWith = (line: string) =>
    offsetsOf(text, `\n${line}`).map((at) => stanzaAt(startOfStanza(text, at)));
  let providing: readonly string[] | undefined;

  return {
    names: () => starts.keys(),
    stanzasOf: (name) => (starts.get(name) ?? []).map(stanzaAt),
    essential: () => [
      ...new Set(stanzasWith("Essential: yes\n").flatMap((stanza) => fieldOf(stanza, "Package") ?? [])),
    ],
    providing: () => (providing ??= stanzasWith("Provides:")),
    withSha256: (sha256) => stanzasWith(`SHA256: ${sha256}\n`),
  };
}

function startsByName(text: string): Map<string, number[]> {
  const starts = new Map<string, number[]>();
  let start = 0;
  while (start < text.length) {
    if (text[start] === "\n") {
      start++;
      continue;
    }
    const end = text.indexOf("\n\n", start);
    const stop = end === -1 ? text.length : end;
    const name = text.startsWith("Package: ", start)
      ? text.slice(start + "Package: ".length, text.indexOf("\n", start)).trim()
      : fieldOf(text.slice(start, stop), "Package");
    if (name !== undefined) {
      const known = starts.get(name);
      if (known) known.push(start);
      else starts.set(name, [start]);
    }
    start = stop;
  }
  return starts;
}

function startOfStanza(text: string, offset: number): number {
  const parting = text.lastIndexOf("\n\n", offset);
  return parting === -1 ? 0 : parting + 2;
}

function offsetsOf(text: string, wanted: string): number[] {
  const offsets: number[] = [];
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length))
    offsets.push(at);
  return offsets;
}
