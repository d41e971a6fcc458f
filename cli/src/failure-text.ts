import { errorCodes } from "@debootc/core/error/codes";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { inspect } from "node:util";
import manifest from "../package.json" with { type: "json" };
import { diagnosticText, placeOf } from "./render/text/diagnostic-text.ts";
import { printable } from "./render/text/printable.ts";
import type { Screen } from "./screen/screen.ts";

/** A failure as people read it: every finding, then what it comes to and what to do next. */
export function failureText(error: unknown, screen: Screen): string {
  const { style } = screen;
  if (!(error instanceof DebootcError) || error.code === "internal-fault") return faultText(error, style);
  const findings = error.diagnostics.map((diagnostic) => `${diagnosticText(diagnostic, placeOf(screen))}\n`);
  const hint = error.hint === undefined ? [] : [`${style.accent("hint:")} ${printableLines(error.hint)}`];
  return `${[...findings, `${style.bad("debootc:")} ${printableLines(error.message)}`, ...hint].join("\n")}\n`;
}

/** A message may quote what an image or a package says. */
function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

export function failureStatus(error: unknown): number {
  return error instanceof DebootcError ? error.exitStatus : errorCodes["internal-fault"].exit;
}

function faultText(error: unknown, style: Screen["style"]): string {
  // Unlike a stack, this also shows the causes behind the error.
  const trace = error instanceof Error ? inspect(error) : String(error);
  return [
    `${style.bad("debootc:")} this is a fault of debootc ${manifest.version}, not of your treefile`,
    style.faint(trace.replaceAll(/^/gm, "  ")),
    `${style.accent("hint:")} Please report it with the lines above and the command you ran: ${manifest.bugs.url}`,
    "",
  ].join("\n");
}
