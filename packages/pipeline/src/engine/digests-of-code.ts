import { type Digest, digestOf, digestOfBytes } from "@debootc/core/record/digest";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Where debootc's own packages are. */
const ownPackages = join(import.meta.dirname, "../../..");

/**
 * Returns digests of the code that makes results, one for each list of entry modules below `pipeline/src`: of these
 * modules, of all that they import, and of the data files that any of them reads. Such a digest is part of keys, so that
 * a result of other code is never reused, and of no result, so that code that gives the same bytes gives the same digests.
 * Reads without promises: hundreds of small files, at the beginning of each run.
 */
export function digestsOfCode<Name extends string>(
  entries: Readonly<Record<Name, readonly string[]>>,
  packages: string = ownPackages,
): Readonly<Record<Name, Digest>> {
  const known = new Map<string, CodeFile>();
  const read = (path: string) => {
    const file = known.get(path) ?? readCode(path, packages);
    known.set(path, file);
    return file;
  };
  const digests = {} as Record<Name, Digest>;
  for (const name of Object.keys(entries) as Name[]) {
    const paths = entries[name].map((entry) => join(packages, "pipeline/src", entry));
    digests[name] = digestOf(Object.fromEntries(closureOf(paths, packages, read)));
  }
  return digests;
}

interface CodeFile {
  readonly digest: Digest;
  /** Paths of the modules that it imports and of the files that it reads. */
  readonly uses: readonly string[];
}

/** Returns the digests of all files that can be reached, by their paths below the packages. */
function closureOf(
  entries: readonly string[],
  packages: string,
  read: (path: string) => CodeFile,
): Map<string, Digest> {
  const found = new Map<string, Digest>();
  const pending = [...entries];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const name = relative(packages, path);
    if (found.has(name)) continue;
    const { digest, uses } = read(path);
    found.set(name, digest);
    pending.push(...uses);
  }
  return found;
}

function readCode(path: string, packages: string): CodeFile {
  const bytes = readFileSync(path);
  const digest = digestOfBytes(bytes);
  if (!path.endsWith(".ts")) return { digest, uses: [] };
  const text = bytes.toString();
  const modules = importsIn(text).flatMap((specifier) => moduleOf(specifier, path, packages) ?? []);
  const data = dataIn(text).flatMap((name) => filesAt(join(dirname(path), name), path));
  return { digest, uses: [...modules, ...data] };
}

/** Types shape no byte. */
function importsIn(text: string): string[] {
  const statements = text.matchAll(/^(?:import|export)\s(?!type\b)(?:[^;"']*?\bfrom\s)?\s*"([^"]+)"/gm);
  const expressions = text.matchAll(/\bimport\("([^"]+)"\)/g);
  return [...statements, ...expressions].flatMap(([, specifier]) => specifier ?? []);
}

/** Returns the file of a module of ours; undefined for any other. */
function moduleOf(specifier: string, importer: string, packages: string): string | undefined {
  if (specifier.startsWith(".")) return join(dirname(importer), specifier);
  const [, name, path] = /^@debootc\/(core|tools|pipeline)\/(.+)$/.exec(specifier) ?? [];
  return name === undefined ? undefined : join(packages, name, "src", `${path}.ts`);
}

function dataIn(text: string): string[] {
  return [...text.matchAll(/\bimport\.meta\.dirname,\s*"([^"]+)"/g)].flatMap(([, name]) => name ?? []);
}

/** Returns a data file, or all files of a directory of them. A module at such a path is a program of its own. */
function filesAt(path: string, reader: string): string[] {
  if (path.endsWith(".ts") || reader.startsWith(`${path}/`)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
