import { matchesPrintedPath } from "../text/printed-path.ts";
import { bytesOfName } from "../tar/escaped-name.ts";
import type { VarRule } from "./var-rule.ts";

export interface VarEntry {
  /** Absolute, such as `/var/lib/chrony`. */
  readonly path: string;
  /** `special` is a socket, a pipe or a device. */
  readonly type: "file" | "directory" | "symlink" | "special";
  /** Permission bits. */
  readonly mode: number;
  /** Names if the image has them, otherwise numbers. */
  readonly owner: string;
  readonly group: string;
  /** Bytes of a file. */
  readonly size?: number;
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
  /** Paths to remove from what moves to /usr/lib/sysimage as a whole. */
  readonly dropped: readonly string[];
  /** Entries that no rule covers. */
  readonly unknown: readonly VarEntry[];
  /** Paths of files and special files that are in the image, in the factory or below /usr/lib/sysimage. */
  readonly shipped: ReadonlySet<string>;
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
  const dropped: string[] = [];
  const unknown: VarEntry[] = [];
  const shipped = new Set<string>();
  const used = new Set<VarRule>();
  let taken: { readonly path: string; readonly isShipped: boolean } | undefined;

  for (const entry of entries) {
    if (taken !== undefined && entry.path.startsWith(`${taken.path}/`)) {
      const matching = rules.filter((candidate) => matches(candidate, entry));
      // Rules for something inside a directory that is taken as a whole still count as used.
      for (const rule of matching) used.add(rule);
      if (!taken.isShipped || dropped.some((path) => entry.path.startsWith(`${path}/`))) continue;
      if (matching[0]?.class === "discard") dropped.push(entry.path);
      else shipped.add(entry.path);
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
      taken = { path: entry.path, isShipped: false };
    } else if (rule.class === "sysimage") {
      taken = { path: entry.path, isShipped: true };
      shipped.add(entry.path);
      const to = sysimagePath(entry.path);
      sysimage.push({ from: entry.path, to });
      if (!covered.has(entry.path))
        lines.push(`L ${quote(entry.path)} - - - - ${quote(relativeLink(entry.path, to))}`);
    } else {
      // Nothing copies a special file, so that whoever judges the root refuses it as one that is shipped.
      if (entry.type === "file" || entry.type === "special") shipped.add(entry.path);
      if (entry.type === "special") continue;
      if (entry.type === "file") factory.push(entry.path);
      if (!covered.has(entry.path)) lines.push(tmpfilesLine(entry));
    }
  }

  const unused = rules.filter((rule) => !used.has(rule));
  const stale = unused.filter((rule) => rule.package !== undefined && packages.has(rule.package));
  return { lines, factory, sysimage, dropped, unknown, shipped, unused, stale };
}

/** Returns where the copy of a /var file is that a `C` line without argument takes (tmpfiles.d(5)). */
export function factoryPath(path: string): string {
  return `/usr/share/factory${path}`;
}

function matches(rule: VarRule, entry: VarEntry): boolean {
  return (rule.type === undefined || rule.type === entry.type) && matchesPrintedPath(rule.path, entry.path);
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

/**
 * Quotes a word of tmpfiles.d, which reads `%` as a specifier, and white space and quotes as in a shell. Bytes that are
 * not UTF-8 and control characters are escaped as in C.
 */
function quote(text: string): string {
  const escaped = text.replaceAll("%", "%%");
  if (!/[\s"'\\\p{Cc}\p{Cs}]/u.test(escaped)) return escaped;
  const quoted = escaped
    .replaceAll(/["\\]/g, "\\$&")
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, (character) =>
      Array.from(bytesOfName(character), (byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join(""),
    );
  return `"${quoted}"`;
}
