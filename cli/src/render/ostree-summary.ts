import type { Canvas } from "../screen.ts";
import { type Fact, factRows } from "./facts.ts";
import { type NextStep, nextStepRows } from "./next-steps.ts";

interface OstreeAnswer {
  /** What was done, in one line. */
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly next?: readonly NextStep[];
}

/** The last screen of a command that changed a repository of ostree. */
export function ostreeSummary({ title, facts, next = [] }: OstreeAnswer, canvas: Canvas): string {
  const { style, glyphs } = canvas;
  const rows = factRows("", facts, canvas).slice(2);
  return ["", `  ${style.good(glyphs.done)} ${title}`, ...rows, ...nextStepRows(next, canvas), "", ""].join(
    "\n",
  );
}
