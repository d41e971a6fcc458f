import type { Event } from "@debootc/core/event/event";
import type { Screen } from "../../screen/screen.ts";
import { formatClock, formatSeconds } from "@debootc/core/text/amount";
import { diagnosticText, placeOf } from "../text/diagnostic-text.ts";
import { pad } from "../text/display-width.ts";
import { printable } from "../text/printable.ts";
import { amountOf } from "../text/progress-bar.ts";
import type { Renderer } from "./renderer.ts";

interface PlainOptions {
  /** Show each line of a node's log: a guest's console is the very thing to see in a CI log. */
  readonly logLines: boolean;
}

const secondsBetweenProgress = 5;

/** One line an event worth a line, nothing ever drawn over: for pipes and the logs of CI. */
export function createPlainRenderer(screen: Screen, { logLines }: PlainOptions): Renderer {
  const nodes = new Map<string, { readonly title: string; readonly phase: string }>();
  const progressShownAt = new Map<string, number>();
  let startedAt: number | undefined;

  function line(event: Event, phase: string, text: string): void {
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

  return {
    event: (event) => {
      if (event.type === "node") nodeEvent(event);
      else if (event.type === "progress") progress(event);
      else if (event.type === "diagnostic")
        screen.write(`${diagnosticText(event.diagnostic, placeOf(screen))}\n`);
      else if (event.type === "artifact") line(event, "", `wrote ${event.kind} ${event.path}`);
      else if (event.type === "log" && logLines) line(event, "", `| ${event.line}`);
      else if (event.type === "run")
        line(event, "run", `${event.composeId ?? ""} ${event.state}`.trimStart());
    },
    stopping: () => screen.write("stopping, cleaning up; a second signal stops at once\n"),
    close: () => {},
  };
}

function closing({ state, seconds }: Extract<Event, { type: "node" }>): string {
  const time = seconds === undefined ? "" : formatSeconds(seconds);
  switch (state) {
    case "started":
      return " ...";
    case "reused":
      return ": reused";
    case "skipped":
      return ": skipped";
    case "finished":
      return time === "" ? ": done" : `: done in ${time}`;
    case "failed":
      return time === "" ? ": FAILED" : `: FAILED after ${time}`;
  }
}
