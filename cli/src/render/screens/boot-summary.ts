import type { BootResult } from "@debootc/core/boot/boot-result";
import type { Canvas } from "../../screen/screen.ts";
import { countOf, formatBytes, formatSeconds } from "@debootc/core/text/amount";
import { type Fact, factRows } from "../text/facts.ts";
import { shortPath } from "../text/short-path.ts";

function upgradeFacts({ upgrade }: BootResult): Fact[] {
  if (upgrade === undefined) return [];
  const { fromComposeId, deltaParts, bytes, signed } = upgrade;
  return [
    { label: "before", value: fromComposeId },
    {
      label: "fetched",
      value: formatBytes(bytes),
      note: `${countOf(deltaParts, "part")} of the static delta`,
    },
    {
      label: "signatures",
      value: signed
        ? "checked: what a stranger had signed was refused"
        : "not checked: its treefile names no `ostree-remote` with keys",
    },
  ];
}

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
    `  ${style.good(glyphs.done)} ${style.heading(result.composeId)} ${result.upgrade === undefined ? "boots" : "boots as an upgrade, and is rolled back"}: up after ${formatSeconds(result.seconds)}`,
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
        ...upgradeFacts(result),
        ...(files.disk === undefined ? [] : [{ label: "disk", value: shortPath(files.disk, directory) }]),
      ],
      canvas,
    ),
    "",
    "",
  ].join("\n");
}
