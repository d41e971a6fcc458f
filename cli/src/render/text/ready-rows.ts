import type { Event } from "@debootc/core/event/event";
import type { Canvas } from "../../screen/screen.ts";
import { factRows } from "./facts.ts";
import { nextStepRows } from "./next-steps.ts";
import { printable } from "./printable.ts";
import { shortPath } from "./short-path.ts";

/** Formats where everything is that can be used from now on, and what to try with it. */
export function readyRows({ facts, next }: Extract<Event, { type: "ready" }>, canvas: Canvas): string[] {
  const shown = facts.map(({ label, value }) => ({
    label: printable(label),
    value: printable(value.startsWith("/") ? shortPath(value, canvas.directory) : value),
  }));
  const steps = next.map(({ purpose, command }) => ({
    purpose: printable(purpose),
    command: printable(command),
  }));
  return [...factRows("Ready", shown, canvas), ...nextStepRows(steps, canvas), ""];
}
