import type { Event } from "@debootc/core/event/event";
import { formatBytes, formatClock, formatCount, formatSeconds } from "@debootc/core/text/amount";
import type { ActionLog } from "./action-log.ts";
import { annotateDiagnostic } from "./annotate-diagnostic.ts";

type EventOf<Type extends Event["type"]> = Extract<Event, { type: Type }>;

interface OpenNode {
  readonly title: string;
  readonly lines: string[];
  /** Lines that were let go, because nobody reads that many. */
  leftOut: number;
  progressAt: number;
}

/** Returns what the programs of a step printed of which no event told. */
type LogOf = (composeId: string, node: string) => readonly string[];

const secondsBetweenProgress = 10;
const linesKept = 2000;
const linesOfFailure = 100;

/**
 * Renders the events of a run in the log of a step. Steps of debootc run side by side and groups cannot nest, so what a
 * step's programs print is held until it ends, and becomes a group; of a failed one, the end is left open.
 */
export function githubRenderer(
  log: ActionLog,
  workspace: string,
  logOf: LogOf = () => [],
): (event: Event) => void {
  const nodes = new Map<string, OpenNode>();
  let composeId = "";
  let startedAt: number | undefined;

  function say(event: Event, text: string): void {
    log.lines(`${clockOf(event)}  ${text}`);
  }

  function clockOf({ time }: Event): string {
    startedAt ??= Date.parse(time);
    return formatClock((Date.parse(time) - startedAt) / 1000);
  }

  function nodeEvent(event: EventOf<"node">): void {
    const { node: id = "", state, title } = event;
    if (state === "started") {
      nodes.set(id, { title, lines: [], leftOut: 0, progressAt: Date.parse(event.time) / 1000 });
      say(event, `${title} ...`);
      return;
    }
    const open = nodes.get(id);
    nodes.delete(id);
    const ended = `${clockOf(event)}  ${title}${closing(event)}`;
    const printed = open === undefined || open.lines.length === 0 ? logOf(composeId, id) : linesOf(open);
    if (printed.length === 0) log.lines(ended);
    else if (state === "failed") log.lines([ended, ...endOf(printed)].join("\n"));
    else log.group(ended, printed);
  }

  function logEvent({ node = "", line }: EventOf<"log">): void {
    const open = nodes.get(node);
    if (open === undefined) return;
    open.lines.push(line);
    if (open.lines.length <= linesKept) return;
    open.lines.shift();
    open.leftOut += 1;
  }

  function progressEvent(event: EventOf<"progress">): void {
    const open = nodes.get(event.node ?? "");
    const at = Date.parse(event.time) / 1000;
    if (open === undefined || at - open.progressAt < secondsBetweenProgress) return;
    open.progressAt = at;
    say(event, `${open.title}: ${event.step}${amountOf(event)}`);
  }

  return (event) => {
    if (event.type === "node") nodeEvent(event);
    else if (event.type === "log") logEvent(event);
    else if (event.type === "progress") progressEvent(event);
    else if (event.type === "diagnostic") annotateDiagnostic(log, event.diagnostic, workspace);
    else if (event.type === "artifact") say(event, `wrote ${event.kind} ${event.path}`);
    else if (event.type === "run" && event.composeId !== undefined) {
      composeId = event.composeId;
      say(event, `${composeId} ${event.state}`);
    }
  };
}

function linesOf({ lines, leftOut }: OpenNode): readonly string[] {
  return leftOut === 0
    ? lines
    : [`(${formatCount(leftOut)} earlier lines are in the log of the compose)`, ...lines];
}

function endOf(printed: readonly string[]): readonly string[] {
  return printed.slice(-linesOfFailure).map((line) => `  | ${line}`);
}

function closing({ state, seconds }: EventOf<"node">): string {
  const time = seconds === undefined ? "" : ` ${formatSeconds(seconds)}`;
  return {
    started: "",
    reused: ": reused",
    skipped: ": skipped",
    finished: `: done${time}`,
    failed: `: FAILED${time}`,
  }[state];
}

function amountOf({ done, total, unit }: EventOf<"progress">): string {
  if (done === undefined) return "";
  const amount = unit === "bytes" ? formatBytes : formatCount;
  const of = total === undefined ? amount(done) : `${amount(done)} of ${amount(total)}`;
  return unit === "bytes" || unit === undefined ? `, ${of}` : `, ${of} ${unit}`;
}
