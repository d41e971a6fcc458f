import type { Event } from "@debootc/core/event/event";
import type { Canvas } from "../../screen/screen.ts";
import { formatElapsed, formatSeconds } from "@debootc/core/text/amount";
import { truncate } from "../text/display-width.ts";
import type { LiveNode } from "./live-node.ts";
import { nodeRow, rowIndent, rowWidth } from "../text/node-row.ts";
import { printable } from "../text/printable.ts";
import { progressBar } from "../text/progress-bar.ts";

type NodeEvent = Extract<Event, { type: "node" }>;

/** Formats the row of a node that ended, one way or another. */
export function closingRow(event: NodeEvent, phase: string, canvas: Canvas): string {
  const { style, glyphs } = canvas;
  const title = printable(event.title);
  if (event.error?.code === "cancelled") return interruptedRow(phase, title, canvas);
  const time = event.seconds === undefined ? "" : formatSeconds(event.seconds);
  const row = {
    started: { sign: " ", right: "" },
    finished: { sign: style.good(glyphs.done), right: time },
    reused: { sign: style.good(glyphs.done), right: "reused", paintRight: style.accent },
    skipped: { sign: style.faint(glyphs.skipped), right: printable(event.reason ?? "skipped") },
    failed: {
      sign: style.bad(glyphs.failed),
      right: time === "" ? "failed" : `failed after ${time}`,
      paintRight: style.bad,
    },
  }[event.state];
  return nodeRow({ phase, title, ...row }, canvas);
}

/** Formats the row of a node that was told to stop. */
export function interruptedRow(phase: string, title: string, canvas: Canvas): string {
  const { style, glyphs } = canvas;
  return nodeRow(
    { phase, title, sign: style.warn(glyphs.skipped), right: "stopped", paintRight: style.warn },
    canvas,
  );
}

/** Formats a running node: its row, its current step, how far it is, and the end of its log. */
export function liveRows(node: LiveNode, phase: string, now: number, canvas: Canvas): string[] {
  const { style, glyphs } = canvas;
  const elapsed = (now - node.startedAt) / 1000;
  const frame = glyphs.spinner[Math.floor(now / 100) % glyphs.spinner.length] ?? "";
  const row = nodeRow(
    {
      phase,
      sign: style.accent(frame),
      title: node.title,
      right: formatElapsed(elapsed),
      paintRight: style.accent,
    },
    canvas,
  );
  const inside = " ".repeat(rowIndent(canvas) + 2);
  const room = rowWidth(canvas) - inside.length;
  const bar = progressBar(node.measure, room, canvas);
  return [
    row,
    ...(node.step === undefined ? [] : [inside + style.faint(truncate(node.step, room, glyphs.ellipsis))]),
    ...(bar === undefined ? [] : [inside + bar]),
    ...node.tail.map(
      (line) => inside + style.faint(truncate(`${glyphs.dot} ${line}`, room, glyphs.ellipsis)),
    ),
  ];
}

/** Formats a whole line that must not wrap. */
export function plainRow(text: string, paint: (text: string) => string, canvas: Canvas): string {
  return paint(truncate(text, canvas.columns - 1, canvas.glyphs.ellipsis));
}
