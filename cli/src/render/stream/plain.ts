import type { Event } from "@debootc/core/event/event";
import { canvasOf, type Screen } from "../../screen/screen.ts";
import { formatClock, formatSeconds } from "@debootc/core/text/amount";
import { diagnosticText, placeOf } from "../text/diagnostic-text.ts";
import { readyRows } from "../text/ready-rows.ts";
import { pad } from "../text/display-width.ts";
import { printable } from "../text/printable.ts";
import { amountOf } from "../text/progress-bar.ts";
import type { Renderer } from "./renderer.ts";

interface PlainOptions {
  /** Show each line of a node's log: a CI log should contain a guest's console. */
  readonly logLines: boolean;
}

const secondsBetweenProgress = 5;

/**
 * Renders one line for each event worth a line, and never draws over any: for pipes and the logs of CI. A run that
 * begins and ends without a step has no lines but its findings.
 */
export function createPlainRenderer(screen: Screen, { logLines }: PlainOptions): Renderer {
  const nodes = new Map<string, { readonly title: string; readonly phase: string }>();
  const progressShownAt = new Map<string, number>();
  let startedAt: number | undefined;
  let begun: Extract<Event, { type: "run" }> | undefined;

  function line(event: Event, phase: string, text: string): void {
    if (begun !== undefined) write(begun, "run", runText(begun));
    begun = undefined;
    write(event, phase, text);
  }

  function write(event: Event, phase: string, text: string): void {
    startedAt ??= Date.parse(event.time);
    const clock = formatClock((Date.parse(event.time) - startedAt) / 1000);
    screen.write(`${clock}  ${pad(phase, 8)} ${printable(text)}\n`);
  }

  function progress(event: Extract<Event, { type: "progress" }>): void {
    const node = event.node === undefined ? undefined : nodes.get(event.node);
    if (event.node === undefined || node === undefined) return;
    const at = Date.parse(event.time) / 1000;
    const last = progressShownAt.get(event.node);
    if (last !== undefined && at - last < secondsBetweenProgress) return;
    progressShownAt.set(event.node, at);
    const amount = amountOf(event);
    line(event, node.phase, `${node.title}: ${event.step}${amount === undefined ? "" : `, ${amount}`}`);
  }

  function nodeEvent(event: Extract<Event, { type: "node" }>): void {
    if (event.node !== undefined) nodes.set(event.node, event);
    if (event.node !== undefined && event.state === "started") {
      progressShownAt.set(event.node, Date.parse(event.time) / 1000);
    }
    line(event, event.phase, `${event.title}${closing(event)}`);
  }

  function runEvent(event: Extract<Event, { type: "run" }>): void {
    if (event.state === "started") begun = event;
    else if (startedAt !== undefined || event.composeId !== undefined) line(event, "run", runText(event));
  }

  return {
    event: (event) => {
      if (event.type === "node") nodeEvent(event);
      else if (event.type === "progress") progress(event);
      else if (event.type === "diagnostic")
        screen.write(`${diagnosticText(event.diagnostic, placeOf(screen))}\n`);
      else if (event.type === "artifact") line(event, "", `wrote ${event.kind} ${event.path}`);
      else if (event.type === "log" && logLines) line(event, "", `| ${event.line}`);
      else if (event.type === "run") runEvent(event);
      else if (event.type === "ready") screen.write(`${readyRows(event, canvasOf(screen)).join("\n")}\n`);
    },
    stopping: () => screen.write("stopping, cleaning up; a second signal stops at once\n"),
    close: () => {},
  };
}

function runText({ composeId = "", state }: Extract<Event, { type: "run" }>): string {
  return `${composeId} ${state}`.trimStart();
}

function closing({ state, seconds, reason = "skipped" }: Extract<Event, { type: "node" }>): string {
  const time = seconds === undefined ? "" : formatSeconds(seconds);
  switch (state) {
    case "started":
      return " ...";
    case "reused":
      return ": reused";
    case "skipped":
      return `: ${reason}`;
    case "finished":
      return time === "" ? ": done" : `: done in ${time}`;
    case "failed":
      return time === "" ? ": FAILED" : `: FAILED after ${time}`;
  }
}
