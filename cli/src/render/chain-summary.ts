import { type ChainPackage, type ChainResult } from "@debootc/core/mock-build/chain-result";
import { countOf } from "@debootc/core/text/amount";
import { join } from "node:path";
import type { Canvas } from "../screen.ts";
import { pad } from "./display-width.ts";
import { printable } from "./printable.ts";
import { shortPath } from "./short-path.ts";

interface ShownChain {
  readonly directory: string;
  readonly result: ChainResult;
}

/** The last screen of a chain: each package in its order, what became of it and where that is told. */
export function chainSummary({ directory, result }: ShownChain, canvas: Canvas): string {
  const { style, glyphs } = canvas;
  const { packages } = result;
  const count = (outcome: ChainPackage["outcome"]) =>
    packages.filter((one) => one.outcome === outcome).length;
  const counts = (["built", "reused", "failed", "skipped"] as const)
    .flatMap((outcome) => (count(outcome) === 0 ? [] : [`${count(outcome)} ${outcome}`]))
    .join(", ");
  const isGood = count("failed") === 0;
  const width = Math.max(...packages.map((one) => nameOf(one).length));
  const rows = packages.flatMap((one) => {
    const mark =
      one.outcome === "failed"
        ? style.bad(glyphs.failed)
        : one.outcome === "skipped"
          ? " "
          : style.good(glyphs.done);
    const where =
      one.directory === undefined ? "" : shortPath(join(directory, one.directory), canvas.directory);
    const row =
      `    ${mark} ${pad(nameOf(one), width)}  ${pad(one.outcome, 7)}  ${style.faint(where)}`.trimEnd();
    const reason = one.firstError?.text ?? one.error?.message.split("\n")[0] ?? "";
    return reason === "" ? [row] : [row, `        ${printable(reason)}`];
  });
  const mark = isGood ? style.good(glyphs.done) : style.bad(glyphs.failed);
  const head = `  ${mark} ${style.heading(countOf(packages.length, "source package"))}: ${counts}`;
  return ["", head, "", ...rows, "", ""].join("\n");
}

function nameOf({ name, version }: ChainPackage): string {
  return printable(`${name} ${version}`);
}
