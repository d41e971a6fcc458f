import { quoted } from "../text/quoted.ts";
import { indexBounds } from "./index-bounds.ts";
import { fieldOf } from "./stanzas.ts";

/** Says what is wrong with an index, and whether it is only too large. */
export interface IndexFault {
  readonly kind: "too-large" | "invalid";
  /** Completes a sentence that begins with the index: `has a ...`. */
  readonly message: string;
}

/**
 * Returns why neither apt nor debootc may read a `Packages` or `Sources` index: an entry without a name or a version,
 * lines that separate nothing, or more than the bounds. Returns the first fault in the order of the file.
 */
export function packagesIndexFault(text: string, bounds: IndexBounds = indexBounds): IndexFault | undefined {
  const versions = new Map<string, number>();
  let stanzas = 0;
  let start = 0;
  while (start < text.length) {
    if (text[start] === "\n") {
      start++;
      continue;
    }
    const end = text.indexOf("\n\n", start);
    const stop = end === -1 ? text.length : end;
    stanzas++;
    if (stop - start > bounds.stanzaLength)
      return tooLarge(
        `has an entry of ${stop - start} characters (number ${stanzas}), but at most ${bounds.stanzaLength} are read`,
      );
    if (stanzas > bounds.stanzas) return tooLarge(`has more than ${bounds.stanzas} entries`);
    const name = nameAt(text, start, stop);
    const fault = name.fault ?? versionFault(text, start, stop, name.name);
    if (fault !== undefined) return { kind: "invalid", message: `${fault} (entry ${stanzas})` };
    const known = (versions.get(name.name) ?? 0) + 1;
    versions.set(name.name, known);
    if (known > bounds.versions) return tooLarge(`has more than ${bounds.versions} versions of ${name.name}`);
    start = stop;
  }
  return undefined;
}

type IndexBounds = Readonly<Record<"stanzas" | "stanzaLength" | "versions", number>>;

function tooLarge(message: string): IndexFault {
  return { kind: "too-large", message };
}

/** Every archive writes the name first; only for others the whole entry is searched. */
function nameAt(text: string, start: number, stop: number): { name: string; fault?: string } {
  const first = "Package: ";
  const lineEnd = text.indexOf("\n", start);
  const name = text.startsWith(first, start)
    ? text.slice(start + first.length, lineEnd === -1 ? stop : Math.min(lineEnd, stop))
    : fieldOf(text.slice(start, stop), "Package");
  if (name === undefined) return { name: "", fault: "has an entry without the field Package" };
  // Words of lists and files are made from names; apt does not check them.
  if (/^[A-Za-z0-9][A-Za-z0-9+._-]*$/.test(name)) return { name };
  const why = name.endsWith("\r") ? "lines that end in CR LF" : `the package name ${quoted(name)}`;
  return { name, fault: `has ${why}` };
}

function versionFault(text: string, start: number, stop: number, name: string): string | undefined {
  const at = text.indexOf("\nVersion:", start);
  if (at !== -1 && at < stop) return undefined;
  if (fieldOf(text.slice(start, stop), "Version") !== undefined) return undefined;
  return `has an entry of ${name} without the field Version`;
}
