import type { Event } from "@debootc/core/event/event";
import { stripVTControlCharacters } from "node:util";
import { canvasOf, type Screen } from "../screen.ts";
import { formatElapsed, formatSeconds } from "./amount.ts";
import { diagnosticText, placeOf } from "./diagnostic-text.ts";
import { displayWidth } from "./display-width.ts";
import { type LiveNode, startNode, withLogLine, withProgress } from "./live-node.ts";
import type { Renderer } from "./renderer.ts";
import { liveRows, nodeRow, plainRow } from "./terminal-rows.ts";

type NodeEvent = Extract<Event, { type: "node" }>;

interface TerminalOptions {
  /** Milliseconds, for the spinner and the elapsed times. */
  readonly now: () => number;
  /** How many of a node's last log lines are shown under it while it runs. */
  readonly tailRows: number;
}

/**
 * Nodes that ended stand for good, one row each; below them the running ones are drawn over ten times a second.
 * Not listr2, which owns and runs its tasks: nodes here come, overlap and end by events, and it dies of EPIPE.
 */
export function createTerminalRenderer(screen: Screen, { now, tailRows }: TerminalOptions): Renderer {
  const live = new Map<string, LiveNode>();
  const startedAt = now();
  let drawn: readonly string[] = [];
  let lastPhase = "";
  let stopping = false;
  let closed = false;
  const timer = setInterval(() => draw([]), 100).unref();

  /** Writes `lasting` above the rows of the running nodes, in one go so that nothing flickers. */
  function draw(lasting: readonly string[], rows: readonly string[] = currentRows()): void {
    screen.write(
      [erase(drawn, screen.columns()), ...[...lasting, ...rows].map((row) => `${row}\n`)].join(""),
    );
    drawn = rows;
  }

  function currentRows(): readonly string[] {
    const canvas = canvasOf(screen);
    let phase = lastPhase;
    const rows = [...live.values()].flatMap((node) => {
      const label = node.phase === phase ? "" : node.phase;
      phase = node.phase;
      return liveRows(node, label, now(), canvas);
    });
    // More rows than the window has could not be drawn over again.
    return [...rows.slice(0, Math.max(0, screen.rows() - 2)), footer()];
  }

  function footer(): string {
    const canvas = canvasOf(screen);
    const elapsed = formatElapsed((now() - startedAt) / 1000);
    const { dot } = canvas.glyphs;
    return stopping
      ? plainRow(`  stopping, cleaning up ${dot} Ctrl-C again stops at once`, canvas.style.warn, canvas)
      : plainRow(`  ${elapsed} ${dot} Ctrl-C stops and cleans up`, canvas.style.faint, canvas);
  }

  function nodeEvent(event: NodeEvent): void {
    const id = event.node ?? event.title;
    if (event.state === "started") {
      live.set(id, startNode(event, now()));
      draw([]);
      return;
    }
    const label = event.phase === lastPhase ? "" : event.phase;
    lastPhase = event.phase;
    live.delete(id);
    draw([closingRow(event, label, screen)]);
  }

  function update(id: string | undefined, change: (node: LiveNode) => LiveNode): void {
    const node = id === undefined ? undefined : live.get(id);
    if (id !== undefined && node !== undefined) live.set(id, change(node));
  }

  return {
    event: (event) => {
      if (closed) return;
      if (event.type === "node") nodeEvent(event);
      else if (event.type === "progress") update(event.node, (node) => withProgress(node, event));
      else if (event.type === "log") update(event.node, (node) => withLogLine(node, event.line, tailRows));
      else if (event.type === "diagnostic")
        draw(["", diagnosticText(event.diagnostic, { ...placeOf(screen), indent: 2 }), ""]);
      else if (event.type === "run" && event.state === "started" && event.composeId !== undefined) {
        draw(["", `  ${screen.style.heading(event.composeId)}`, ""]);
      }
    },
    stopping: () => {
      stopping = true;
      if (!closed) draw([]);
    },
    close: () => {
      if (closed) return;
      closed = true;
      clearInterval(timer);
      draw(
        [...live.values()].map((node) => interruptedRow({ phase: "", title: node.title }, screen)),
        [],
      );
    },
  };
}

function closingRow(event: NodeEvent, phase: string, screen: Screen): string {
  const { style, glyphs } = screen;
  const { title } = event;
  const time = event.seconds === undefined ? "" : formatSeconds(event.seconds);
  if (event.error?.code === "cancelled") return interruptedRow({ phase, title }, screen);
  const row = {
    reused: { sign: style.good(glyphs.done), right: "reused", paintRight: style.accent },
    skipped: { sign: style.faint(glyphs.skipped), right: "skipped" },
    failed: {
      sign: style.bad(glyphs.failed),
      right: `failed after ${time || "no time"}`,
      paintRight: style.bad,
    },
    finished: { sign: style.good(glyphs.done), right: time },
    started: { sign: "", right: "" },
  }[event.state];
  return nodeRow({ phase, title, ...row }, canvasOf(screen));
}

function interruptedRow({ phase, title }: { phase: string; title: string }, screen: Screen): string {
  const { style, glyphs } = screen;
  const row = { phase, title, sign: style.warn(glyphs.skipped), right: "stopped", paintRight: style.warn };
  return nodeRow(row, canvasOf(screen));
}

/** Moves to the first of the drawn rows and clears from there; a window made narrower has wrapped them. */
function erase(rows: readonly string[], columns: number): string {
  if (rows.length === 0) return "";
  const lines = rows
    .map((row) => Math.max(1, Math.ceil(displayWidth(stripVTControlCharacters(row)) / columns)))
    .reduce((sum, height) => sum + height, 0);
  return `\r\u001b[${lines}A\u001b[0J`;
}
