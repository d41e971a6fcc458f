import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { countOf } from "@debootc/core/text/amount";
import type { Canvas } from "../../screen/screen.ts";
import { diagnosticText } from "./diagnostic-text.ts";

/** What a run warned of, for its last screen; nothing where it did not. */
export function warningRows(warnings: readonly Diagnostic[], canvas: Canvas): string[] {
  if (warnings.length === 0) return [];
  const place = { ...canvas, indent: 4 };
  return [
    "",
    `  ${canvas.style.heading(countOf(warnings.length, "warning"))}`,
    ...warnings.map((warning) => diagnosticText(warning, place)),
  ];
}
