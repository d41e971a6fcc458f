import { matchesPathPattern } from "../text/path-pattern.ts";
import type { VarRule } from "./var-rule.ts";

export interface VarEntry {
  /** Absolute, such as `/var/lib/chrony`. */
  readonly path: string;
  readonly type: "file" | "directory" | "symlink";
  /** Permission bits. */
  readonly mode: number;
  /** Names if the image has them, otherwise numbers. */
  readonly owner: string;
  readonly group: string;
  /** Target of a symlink. */
  readonly target?: string;
}

export interface VarPlan {
  /** Lines for tmpfiles.d, in the order of paths. */
  readonly lines: readonly string[];
  /** Files to keep in /usr/share/factory, as `C` lines of `lines` expect them. */
  readonly factory: readonly string[];
  /** Paths to move to /usr/lib/sysimage. */
  readonly sysimage: readonly { readonly from: string; readonly to: string }[];
  /** Entries that no rule covers. */
  readonly unknown: readonly VarEntry[];
  /** Rules that matched nothing. */
  readonly unused: readonly VarRule[];
  /** The unused rules whose package is installed. */
  readonly stale: readonly VarRule[];
}

interface Options {
  /** Parents before their children. */
  readonly entries: readonly VarEntry[];
  readonly rules: readonly VarRule[];
  readonly packages: ReadonlySet<string>;
  /** Paths that the tmpfiles.d files of packages already create. */
  readonly covered: ReadonlySet<string>;
}

/** Decides what happens to everything in /var: the first matching rule wins, and nothing is handled without one. */
export function classifyVar({ entries, rules, packages, covered }: Options): VarPlan {
  const lines: string[] = [];
  const factory: string[] = [];
  const sysimage: { from: string; to: string }[] = [];
  const unknown: VarEntry[] = [];
  const used = new Set<VarRule>();
  let taken: string | undefined;

  for (const entry of entries) {
    if (taken !== undefined && entry.path.startsWith(`${taken}/`)) {
      // Rules for something inside a directory that is taken as a whole still count as used.
      for (const rule of rules) if (matches(rule, entry)) used.add(rule);
      continue;
    }
    taken = undefined;
    const rule = rules.find((candidate) => matches(candidate, entry));
    if (!rule) {
      unknown.push(entry);
      continue;
    }
    used.add(rule);
    if (rule.class === "discard") {
      taken = entry.path;
    } else if (rule.class === "sysimage") {
      taken = entry.path;
      const to = sysimagePath(entry.path);
      sysimage.push({ from: entry.path, to });
      if (!covered.has(entry.path))
        lines.push(`L ${quote(entry.path)} - - - - ${quote(relativeLink(entry.path, to))}`);
    } else {
      if (entry.type === "file") factory.push(entry.path);
      if (!covered.has(entry.path)) lines.push(tmpfilesLine(entry));
    }
  }

  const unused = rules.filter((rule) => !used.has(rule));
  const stale = unused.filter((rule) => rule.package !== undefined && packages.has(rule.package));
  return { lines, factory, sysimage, unknown, unused, stale };
}

/** Returns where the copy of a /var file is that a `C` line without argument takes (tmpfiles.d(5)). */
export function factoryPath(path: string): string {
  return `/usr/share/factory${path}`;
}

function matches(rule: VarRule, entry: VarEntry): boolean {
  return (rule.type === undefined || rule.type === entry.type) && matchesPathPattern(rule.path, entry.path);
}

function sysimagePath(path: string): string {
  return `/usr/lib/sysimage/${path.replace(/^\/var\/(lib\/)?/, "")}`;
}

function relativeLink(from: string, to: string): string {
  return `${"../".repeat(from.split("/").length - 2)}${to.slice(1)}`;
}

function tmpfilesLine(entry: VarEntry): string {
  const path = quote(entry.path);
  if (entry.type === "symlink") return `L ${path} - - - - ${quote(entry.target ?? "")}`;
  const mode = entry.mode.toString(8).padStart(4, "0");
  const kind = entry.type === "file" ? "C" : "d";
  return `${kind} ${path} ${mode} ${entry.owner} ${entry.group} - -`;
}

/** Quotes a word of tmpfiles.d, which reads `%` as a specifier, and white space and quotes as in a shell. */
function quote(text: string): string {
  const escaped = text.replaceAll("%", "%%");
  return /[\s"'\\]/.test(escaped) ? `"${escaped.replaceAll(/["\\]/g, "\\$&")}"` : escaped;
}
