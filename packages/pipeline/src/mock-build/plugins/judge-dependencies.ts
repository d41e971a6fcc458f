import { parseRelations } from "@debootc/core/deb822/relations";
import { posix } from "node:path";

/** Holds what dpkg and the file system of a root say, as text. */
export interface InstalledFiles {
  /** One line per package with tabs between: name, whether essential, what it provides, what it depends on. */
  readonly facts: string;
  /** Lists of files, each after an empty line and the name of the list, such as `zlib1g:amd64.list`. */
  readonly files: string;
  /** One line per link: its path, a tab, its target. */
  readonly links: string;
}

interface JudgedDependency {
  /** The dependency with its alternatives. */
  readonly names: readonly string[];
  /** `essential`: no build has a choice. `not-there`: not installed, for this architecture or these profiles. */
  readonly verdict: "used" | "unused" | "essential" | "not-there";
  /** Number of its files, or of files that it brings, that were opened. */
  readonly opened: number;
}

interface Installed {
  readonly isEssential: boolean;
  readonly depends: readonly string[];
  readonly files: readonly string[];
}

/** How many steps a package without own files may bring others: `default-jdk` to `openjdk-21-jdk-headless`. */
const deepest = 4;

/**
 * Judges each build dependency by the files that were opened. One without own files, such as a metapackage or a virtual
 * package, counts as used if what it depends on is used.
 */
export function judgeDependencies(
  groups: readonly (readonly string[])[],
  root: InstalledFiles,
  opened: ReadonlySet<string>,
): readonly JudgedDependency[] {
  const { packages, providers } = readPackages(root);
  const seen = new Set([...opened].map(merged));
  const real = readLinks(root.links);
  const openedOf = (name: string, depth: number): number => {
    const installed = packages.get(name);
    if (installed === undefined) return 0;
    const own = installed.files.filter(isContent);
    if (own.length > 0)
      return own.filter((path) => seen.has(path) || seen.has(real.get(path) ?? path)).length;
    if (depth === 0) return 0;
    const brought = installed.depends.flatMap((one) => [one, ...(providers.get(one) ?? [])]);
    return brought.reduce((sum, one) => sum + openedOf(one, depth - 1), 0);
  };
  return groups.map((names) => {
    const there = names.flatMap((name) => (packages.has(name) ? [name] : (providers.get(name) ?? [])));
    const count = there.reduce((sum, name) => sum + openedOf(name, deepest), 0);
    const isEssential = there.some((name) => packages.get(name)?.isEssential);
    if (there.length === 0) return { names, verdict: "not-there", opened: 0 };
    return { names, verdict: count > 0 ? "used" : isEssential ? "essential" : "unused", opened: count };
  });
}

function readPackages({ facts, files }: InstalledFiles) {
  const lists = new Map(
    files.split(/\n\n/).flatMap((block) => {
      const [name = "", ...paths] = block.trim().split("\n");
      return name.endsWith(".list")
        ? [[name.replace(/(?::[a-z0-9]+)?\.list$/, ""), paths.map(merged)] as const]
        : [];
    }),
  );
  const packages = new Map<string, Installed>();
  const providers = new Map<string, string[]>();
  for (const line of facts.split("\n")) {
    const [name = "", essential, provides = "", depends = ""] = line.split("\t");
    if (name === "") continue;
    packages.set(name, {
      isEssential: essential === "yes",
      depends: namesIn(depends),
      files: lists.get(name) ?? [],
    });
    for (const virtual of namesIn(provides))
      providers.set(virtual, [...(providers.get(virtual) ?? []), name]);
  }
  return { packages, providers };
}

function namesIn(relations: string): readonly string[] {
  return parseRelations(relations)
    .flat()
    .map(({ name }) => name);
}

function readLinks(text: string): ReadonlyMap<string, string> {
  const links = new Map(
    text.split("\n").flatMap((line) => {
      const [path, target] = line.split("\t");
      return path === undefined || target === undefined
        ? []
        : [[path, merged(posix.resolve(posix.dirname(path), target))] as const];
    }),
  );
  const last = (path: string, steps = 0): string => {
    const next = links.get(path);
    return next === undefined || steps > 20 ? path : last(next, steps + 1);
  };
  return new Map([...links.keys()].map((path) => [path, last(path)]));
}

/** Maps dpkg's paths to those in a merged /usr: a file that dpkg knows below /lib is opened below /usr/lib. */
function merged(path: string): string {
  return path.replace(/^\/(?=(?:bin|sbin|lib|lib32|lib64|libx32)\/)/, "/usr/");
}

/** Returns whether a build would use a file, which it does not with documentation. */
function isContent(path: string): boolean {
  return !/^\/(?:\.|$)|^\/(?:usr|etc)$|^\/usr\/share\/(?:doc|man|info|lintian|locale|bug)(?:\/|$)/.test(path);
}
