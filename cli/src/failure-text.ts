import { errorCodes } from "@debootc/core/error/codes";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { inspect } from "node:util";
import manifest from "../package.json" with { type: "json" };
import { diagnosticText, placeOf } from "./render/text/diagnostic-text.ts";
import { printable } from "./render/text/printable.ts";
import type { Screen } from "./screen/screen.ts";

/** Formats a failure for people: every finding, then the conclusion and what to do next. */
export function failureText(error: unknown, screen: Screen): string {
  const { style } = screen;
  if (!(error instanceof DebootcError) || error.code === "internal-fault") return faultText(error, style);
  const findings = error.diagnostics.map((diagnostic) => `${diagnosticText(diagnostic, placeOf(screen))}\n`);
  const hint = error.hint === undefined ? [] : [`${style.accent("hint:")} ${printableLines(error.hint)}`];
  return `${[...findings, `${style.bad("debootc:")} ${printableLines(error.message)}`, ...hint].join("\n")}\n`;
}

/** Escapes control characters: a message may quote an image or a package. */
function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

export function failureStatus(error: unknown): number {
  return error instanceof DebootcError ? error.exitStatus : errorCodes["internal-fault"].exit;
}

function faultText(error: unknown, style: Screen["style"]): string {
  // Unlike a stack, this also shows the causes of the error.
  const trace = error instanceof Error ? inspect(error) : String(error);
  return [
    `${style.bad("debootc:")} this is a fault of debootc ${manifest.version}, not of your treefile`,
    style.faint(trace.replaceAll(/^/gm, "  ")),
    `${style.accent("hint:")} Please report it with the lines above and the command you ran: ${manifest.bugs.url}`,
    "",
  ].join("\n");
}
