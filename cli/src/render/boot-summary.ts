import type { BootResult } from "@debootc/core/boot/boot-result";
import type { Canvas } from "../screen.ts";
import { formatSeconds } from "@debootc/core/text/amount";
import { factRows } from "./facts.ts";
import { shortPath } from "./short-path.ts";

/** The last screen of `boot`: what was checked inside the running system, and where its console is kept. */
export function bootSummary(result: BootResult, canvas: Canvas): string {
  const { style, glyphs, directory } = canvas;
  const { files } = result;
  const checks = result.checks.map(({ passed, title, detail }) => {
    const sign = passed ? style.good(glyphs.done) : style.bad(glyphs.failed);
    return `    ${sign} ${title}${detail === undefined ? "" : style.faint(`  ${detail}`)}`;
  });
  const machine = result.accelerator === "kvm" ? "with KVM" : "emulated, without KVM";
  return [
    "",
    `  ${style.good(glyphs.done)} ${style.heading(result.composeId)} boots: up after ${formatSeconds(result.seconds)}`,
    "",
    `  ${style.heading("What was checked in it")}`,
    ...checks,
    ...factRows(
      "What was booted",
      [
        { label: "ref", value: result.ref },
        { label: "commit", value: canvas.columns >= 100 ? result.checksum : result.checksum.slice(0, 12) },
        { label: "kernel", value: result.kernel },
        { label: "machine", value: machine },
        { label: "console", value: shortPath(files.log, directory) },
        ...(files.disk === undefined ? [] : [{ label: "disk", value: shortPath(files.disk, directory) }]),
      ],
      canvas,
    ),
    "",
    "",
  ].join("\n");
}
