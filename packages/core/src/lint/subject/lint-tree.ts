import type { Inode } from "../../oci/layer-tree.ts";
import type { MergedTree } from "../../oci/merge-layers.ts";
import { absolute, type LintEntry, lintEntry } from "./lint-entry.ts";

interface BesideNames {
  /** Bytes of a file, where they were kept. */
  readonly contentOf: (inode: Inode) => Buffer | undefined;
  /** Relative paths of sockets: no archive holds one, so they are listed as pipes. */
  readonly sockets?: ReadonlySet<string>;
}

/** A root file system as seen from inside: paths are absolute, and links lead nowhere outside. */
export class LintTree {
  readonly #merged: MergedTree;
  /** Each directory before what it holds. */
  readonly #entries: readonly LintEntry[];
  readonly #places: ReadonlyMap<string, number>;

  constructor(merged: MergedTree, { contentOf, sockets = new Set() }: BesideNames) {
    this.#merged = merged;
    this.#entries = [...merged.entries.values()].map(({ entry, inode }) => {
      const seen = lintEntry(entry, contentOf(inode));
      return sockets.has(entry.path) ? { ...seen, type: "socket" } : seen;
    });
    this.#places = new Map(this.#entries.map(({ path }, place) => [path, place]));
  }

  /** The entry itself, as lstat sees it: links on the way are followed, the last name is not. */
  lookup(path: string): LintEntry | undefined {
    const slash = path.lastIndexOf("/");
    const directory = this.follow(path.slice(0, slash))?.path;
    return directory === undefined ? undefined : this.#at(join(directory, path.slice(slash + 1)));
  }

  /** What a path leads to after all links, as stat sees it; undefined when that is nothing. */
  follow(path: string): LintEntry | undefined {
    const found = this.#merged.find(path);
    return found === undefined ? undefined : this.#at(absolute(found.entry.path));
  }

  exists(path: string): boolean {
    return this.lookup(path) !== undefined;
  }

  /** Entries of the directory that a path leads to, sorted by name. */
  list(path: string): readonly LintEntry[] {
    return this.#merged.list(path).flatMap((child) => this.#at(absolute(child)) ?? []);
  }

  /** All below the directory that a path leads to, each directory before what it holds; links are not followed. */
  *walk(path = "/"): Generator<LintEntry, void, undefined> {
    const directory = this.follow(path)?.path;
    if (directory === undefined) return;
    const below = join(directory, "");
    for (let place = (this.#places.get(directory) ?? 0) + 1; place < this.#entries.length; place++) {
      const entry = this.#entries[place];
      if (entry === undefined || !entry.path.startsWith(below)) return;
      yield entry;
    }
  }

  /** Text of the file that a path leads to; undefined when there is none, or when no rule reads it. */
  text(path: string): string | undefined {
    return this.follow(path)?.content?.toString("utf8");
  }

  #at(path: string): LintEntry | undefined {
    return this.#entries[this.#places.get(path) ?? -1];
  }
}

function join(directory: string, name: string): string {
  return directory === "/" ? `/${name}` : `${directory}/${name}`;
}
