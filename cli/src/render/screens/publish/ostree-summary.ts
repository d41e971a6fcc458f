import type { Canvas } from "../../../screen/screen.ts";
import { type Fact, factRows } from "../../text/facts.ts";
import { type NextStep, nextStepRows } from "../../text/next-steps.ts";

interface OstreeAnswer {
  /** What was done, in one line. */
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly next?: readonly NextStep[];
}

/** Returns the last screen of a command that changed an ostree repository. */
export function ostreeSummary({ title, facts, next = [] }: OstreeAnswer, canvas: Canvas): string {
  const { style, glyphs } = canvas;
  const rows = factRows("", facts, canvas).slice(2);
  return ["", `  ${style.good(glyphs.done)} ${title}`, ...rows, ...nextStepRows(next, canvas), "", ""].join(
    "\n",
  );
}
