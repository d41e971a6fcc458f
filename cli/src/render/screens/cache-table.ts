import { countOf, formatBytes, formatElapsed } from "@debootc/core/text/amount";
import type { ListedCache, ListedPart } from "@debootc/pipeline/upkeep/list-cache-directory";
import { programName } from "../../screen/program-name.ts";
import type { Canvas } from "../../screen/screen.ts";
import { displayWidth, pad } from "../text/display-width.ts";
import { printable } from "../text/printable.ts";

const titles: Readonly<Record<ListedPart["part"], string>> = {
  steps: "finished steps",
  debs: "Debian packages",
  sources: "source packages",
  indexes: "package indexes",
  plugins: "caches of build plugins",
  chroots: "chroots",
};

/** Shows the parts of a cache directory with their sizes, the finished steps by kind, and how to make it smaller. */
export function cacheTable(
  { directory, parts, steps, bytes }: ListedCache,
  now: Date,
  { style }: Canvas,
  remote?: string,
): string {
  const heading = `  ${style.heading(printable(directory))}  ${formatBytes(bytes)}`;
  if (parts.every(({ files }) => files === 0)) return `\n${heading}\n  empty\n\n`;
  const kinds = [...Map.groupBy(steps, ({ kind }) => kind)].map(([kind, inside]) => ({
    title: `  ${kind}`,
    bytes: inside.reduce((sum, entry) => sum + entry.bytes, 0),
    note: [
      countOf(inside.length, "step"),
      `last used ${ago(Math.max(...inside.map(({ lastUsed }) => lastUsed.getTime())), now)}`,
      ...damagedAmong(inside.filter(({ damage }) => damage !== undefined).length),
    ].join(", "),
  }));
  const rows = parts.flatMap((part) => [
    { title: titles[part.part], bytes: part.bytes, note: noteOf(part) },
    ...(part.part === "steps" ? kinds : []),
  ]);
  const widest = Math.max(...rows.map(({ title }) => displayWidth(title)));
  const sizes = rows.map((row) => formatBytes(row.bytes));
  const size = Math.max(...sizes.map((text) => text.length));
  const lines = rows.map(
    ({ title, note }, at) =>
      `    ${pad(title, widest)}  ${(sizes[at] ?? "").padStart(size)}  ${style.faint(note)}`,
  );
  const of = remote === undefined ? "" : ` --remote ${printable(remote)}`;
  const hint = `Smaller: ${programName} cache prune${of}. Sound: ${programName} cache verify${of}.`;
  return ["", heading, ...lines, "", `  ${hint}`, "", ""].join("\n");
}

function noteOf({ part, files, disposable, unreadable }: ListedPart): string {
  if (unreadable !== undefined) return `cannot be read: ${printable(unreadable)}`;
  if (!disposable) return `not safe to delete; ${programName} chroot scrub NAME removes one`;
  return countOf(files, part === "steps" ? "step" : "file");
}

function damagedAmong(count: number): readonly string[] {
  return count === 0 ? [] : [`${count} damaged`];
}

function ago(time: number, now: Date): string {
  if (time === 0) return "never";
  const seconds = Math.max(0, (now.getTime() - time) / 1000);
  if (seconds < 3600) return `${formatElapsed(seconds)} ago`;
  return seconds < 2 * 86_400
    ? `${Math.round(seconds / 3600)} hours ago`
    : `${Math.round(seconds / 86_400)} days ago`;
}
