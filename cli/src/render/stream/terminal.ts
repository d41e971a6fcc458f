import type { Event } from "@debootc/core/event/event";
import { canvasOf, type Screen } from "../../screen/screen.ts";
import { formatElapsed } from "@debootc/core/text/amount";
import { diagnosticText, placeOf } from "../text/diagnostic-text.ts";
import { readyRows } from "../text/ready-rows.ts";
import { type LiveNode, startNode, withLogLine, withProgress } from "./live-node.ts";
import { createLiveRegion } from "./live-region.ts";
import type { Renderer } from "./renderer.ts";
import { closingRow, interruptedRow, liveRows, plainRow } from "./terminal-rows.ts";

interface TerminalOptions {
  /** Milliseconds, for the spinner and the elapsed times. */
  readonly now: () => number;
  /** How many of a node's last log lines are shown under it while it runs. */
  readonly tailRows: number;
}

/**
 * Creates a renderer that keeps one row for each node that ended, and redraws the running ones below ten times a second.
 * Not listr2, which owns and runs its tasks: here events start, overlap and end nodes, and listr2 dies of EPIPE.
 */
export function createTerminalRenderer(screen: Screen, { now, tailRows }: TerminalOptions): Renderer {
  const region = createLiveRegion(screen);
  const live = new Map<string, LiveNode>();
  let lastPhase = "";
  let startedAt: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  let closed = false;

  const draw = (...lasting: string[]) =>
    region.draw(lasting, startedAt === undefined ? [] : [...liveNodeRows(), footer(startedAt)]);

  function start(): void {
    startedAt ??= now();
    timer ??= setInterval(draw, 100).unref();
  }

  /** Names a row's phase only if it differs from the row above. */
  function rowsOfLive(rowsOf: (node: LiveNode, phase: string) => string[]): string[] {
    let above = lastPhase;
    return [...live.values()].flatMap((node) => {
      const phase = node.phase === above ? "" : node.phase;
      above = node.phase;
      return rowsOf(node, phase);
    });
  }

  function liveNodeRows(): readonly string[] {
    const canvas = canvasOf(screen);
    const rows = rowsOfLive((node, phase) => liveRows(node, phase, now(), canvas));
    // The footer stays, whatever the window's height.
    return rows.slice(0, Math.max(0, screen.rows() - 2));
  }

  function footer(since: number): string {
    const canvas = canvasOf(screen);
    const { style, glyphs } = canvas;
    return stopping
      ? plainRow(`  stopping, cleaning up ${glyphs.dot} Ctrl-C again stops at once`, style.warn, canvas)
      : plainRow(
          `  ${formatElapsed((now() - since) / 1000)} ${glyphs.dot} Ctrl-C stops and cleans up`,
          style.faint,
          canvas,
        );
  }

  function nodeEvent(event: Extract<Event, { type: "node" }>): void {
    start();
    const id = event.node ?? event.title;
    if (event.state === "started") {
      live.set(id, startNode(event, now()));
      draw();
      return;
    }
    const phase = event.phase === lastPhase ? "" : event.phase;
    lastPhase = event.phase;
    live.delete(id);
    draw(closingRow(event, phase, canvasOf(screen)));
  }

  function runEvent({ state, composeId }: Extract<Event, { type: "run" }>): void {
    // What went wrong is printed below, apart from the rows.
    if ((state === "failed" || state === "cancelled") && startedAt !== undefined) draw("");
    // Without a compose, the first node begins the drawing: a shell in a chroot has no nodes, and the screen is its own.
    if (state !== "started" || composeId === undefined) return;
    start();
    draw("", `  ${screen.style.heading(composeId)}`, "");
  }

  function update(id: string | undefined, change: (node: LiveNode) => LiveNode): void {
    const node = id === undefined ? undefined : live.get(id);
    if (id !== undefined && node !== undefined) live.set(id, change(node));
  }

  return {
    event: (event) => {
      if (closed) return;
      switch (event.type) {
        case "run":
          return runEvent(event);
        case "node":
          return nodeEvent(event);
        case "progress":
          return update(event.node, (node) => withProgress(node, event));
        case "log":
          return update(event.node, (node) => withLogLine(node, event.line, tailRows));
        case "diagnostic":
          return draw("", diagnosticText(event.diagnostic, { ...placeOf(screen), indent: 2 }), "");
        case "ready":
          start();
          return draw(...readyRows(event, canvasOf(screen)));
        case "artifact":
        case "build-facts":
          return;
      }
    },
    stopping: () => {
      stopping = true;
      if (!closed) draw();
    },
    close: () => {
      if (closed) return;
      closed = true;
      clearInterval(timer);
      region.draw(
        rowsOfLive((node, phase) => [interruptedRow(phase, node.title, canvasOf(screen))]),
        [],
      );
    },
  };
}
