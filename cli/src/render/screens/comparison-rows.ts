import type { ComparedFile, Comparison } from "@debootc/core/mock-build/records/comparison";
import { countOf } from "@debootc/core/text/amount";
import type { Canvas } from "../../screen/screen.ts";
import { printable } from "../text/printable.ts";
import { wrapText } from "../text/wrap-text.ts";

const titles = {
  verify: "Compared with what was given",
  twice: "Compared with a second build",
} as const;

/** How built packages compare, bit for bit, and in what they differ. */
export function comparisonRows({ kind, files, variations, remarks }: Comparison, canvas: Canvas): string[] {
  const { style, columns } = canvas;
  const notes = [
    ...(variations.length === 0 ? [] : [`varied: ${variations.map(({ name }) => name).join(", ")}`]),
    ...remarks,
  ];
  return [
    "",
    `  ${style.heading(titles[kind])}`,
    ...files.flatMap((file) => fileRows(kind, file, canvas)),
    ...notes.flatMap((note) => wrapText(note, columns - 5).map((line) => `    ${style.faint(line)}`)),
  ];
}

const words = {
  equal: "equal, bit for bit",
  different: "differs",
  "not-built": "was not built",
  "not-expected": "was built and not expected",
} as const;

function fileRows(
  kind: Comparison["kind"],
  { name, outcome, differences, differenceCount, reports }: ComparedFile,
  canvas: Canvas,
): string[] {
  const { style, glyphs } = canvas;
  const sign = outcome === "equal" ? style.good(glyphs.done) : style.bad(glyphs.failed);
  const more = differenceCount - differences.length;
  return [
    `    ${sign} ${printable(name)} ${style.faint(words[outcome])}`,
    ...differences.map(({ place, what, expected, built }) => {
      // From what was there first to what came then.
      const [from, to] = kind === "verify" ? [expected, built] : [built, expected];
      const values = from === undefined && to === undefined ? "" : `: ${from ?? "-"} -> ${to ?? "-"}`;
      return `        ${printable(`${place}  ${what}${values}`)}`;
    }),
    ...(more > 0 ? [`        ${style.faint(`and ${countOf(more, "more difference")}`)}`] : []),
    ...reports.map((report) => `        ${style.faint(`explained in ${report}`)}`),
  ];
}
