import { countOf } from "@debootc/core/text/amount";
import type { VerifiedCache } from "@debootc/pipeline/upkeep/verify-cache-directory";
import { programName } from "../../screen/program-name.ts";
import type { Canvas } from "../../screen/screen.ts";
import { printable } from "../text/printable.ts";

/** Shows what `cache verify` found: each damaged thing in a row, or that there is none. */
export function cacheVerdict(
  { directory, steps, files, damage }: VerifiedCache,
  { style, glyphs }: Canvas,
  remote?: string,
): string {
  if (steps + files === 0) return `\n  ${printable(directory)} holds nothing to compare\n\n`;
  const read = `${countOf(steps, "finished step")} and ${countOf(files, "file")} of ${printable(directory)}`;
  if (damage.length === 0) return `\n  ${style.good(glyphs.done)} ${read} are what was put there\n\n`;
  const rows = damage.map(({ name, reason, removed }) => {
    const sign = removed ? style.good(glyphs.done) : style.bad(glyphs.failed);
    return `  ${sign} ${printable(name)}${removed ? " (removed)" : ""}\n      ${style.faint(printable(reason))}`;
  });
  const left = damage.filter(({ removed }) => !removed).length;
  const next =
    left === 0
      ? "It is made or fetched again when it is needed."
      : `${left} damaged: ${programName} cache verify${remote === undefined ? "" : ` --remote ${printable(remote)}`} --fix removes them. A run that needs one removes it by itself.`;
  return ["", ...rows, "", `  ${read} were read. ${next}`, "", ""].join("\n");
}
