import type { NamedChroot } from "@debootc/core/mock-build/records/named-chroot";
import { formatCount } from "@debootc/core/text/amount";
import type { Canvas } from "../../screen/screen.ts";
import { failedBuildText } from "./failed-build-text.ts";
import { factRow } from "../text/facts.ts";
import { type NextStep, nextStepRows } from "../text/next-steps.ts";

interface ChrootAnswer {
  /** What was done, in one line. */
  readonly title: string;
  readonly chroot: NamedChroot;
  readonly next?: readonly NextStep[];
}

/** The last screen of a command that made or changed a chroot. */
export function namedChrootSummary({ title, chroot, next = [] }: ChrootAnswer, canvas: Canvas): string {
  const { style, glyphs } = canvas;
  const { configuration, packages, layers, failedBuild } = chroot;
  const rows = [
    { label: "suite", value: `${configuration.suite}, ${configuration.architecture}` },
    ...(failedBuild === undefined ? [] : [{ label: "left by", value: failedBuildText(failedBuild) }]),
    { label: "packages", value: formatCount(packages), note: "of its base" },
    { label: "snapshots", value: layers.map(({ snapshot }) => snapshot).join(", ") || "none" },
  ].flatMap((fact) => factRow(fact, canvas));
  return ["", `  ${style.good(glyphs.done)} ${title}`, ...rows, ...nextStepRows(next, canvas), "", ""].join(
    "\n",
  );
}
