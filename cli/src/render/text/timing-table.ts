import type { NodeTiming } from "@debootc/core/compose/node-timing";
import type { Canvas } from "../../screen/screen.ts";
import { formatSeconds } from "@debootc/core/text/amount";
import { displayWidth, pad, padLeft, truncate } from "./display-width.ts";

const phaseColumns = 9;
const timeColumns = 8;

/**
 * Formats one row per node: its phase if it changes, its time, and a bar from where the node began, all in proportion to
 * the whole. Nodes may have run side by side, so the total is the time from the first begin to the last end.
 */
export function timingRows(nodes: readonly NodeTiming[], canvas: Canvas): string[] {
  const { columns, style } = canvas;
  const begin = Math.min(...nodes.map(({ startSeconds }) => startSeconds));
  const end = Math.max(...nodes.map(({ startSeconds, seconds }) => startSeconds + seconds));
  const total = nodes.length === 0 ? 0 : end - begin;
  const phase = columns < 56 ? 0 : phaseColumns;
  const longestTitle = Math.max(...nodes.map((node) => displayWidth(node.title)), 8);
  const titleColumns = Math.max(8, Math.min(longestTitle, columns - 5 - phase - timeColumns - 2));
  const barColumns = Math.min(30, columns - 1 - (4 + phase + titleColumns + 1 + timeColumns + 2));
  const layout = { phase, titleColumns, barColumns, begin, total: Math.max(total, 0.1) };
  let last = "";
  const rows = nodes.map((node) => {
    const label = node.phase === last ? "" : node.phase;
    last = node.phase;
    return timingRow(node, label, layout, canvas);
  });
  const sum = padLeft(formatSeconds(total), timeColumns);
  return [
    "",
    `  ${style.heading("How long it took")}`,
    ...rows,
    `    ${" ".repeat(phase)}${pad("total", titleColumns)} ${style.heading(sum)}`,
  ];
}

interface Layout {
  readonly phase: number;
  readonly titleColumns: number;
  readonly barColumns: number;
  /** Seconds. */
  readonly begin: number;
  readonly total: number;
}

function timingRow(node: NodeTiming, label: string, layout: Layout, { style, glyphs }: Canvas): string {
  const { phase, titleColumns, barColumns, begin, total } = layout;
  const name = phase === 0 ? "" : style.faint(pad(truncate(label, phase - 1, glyphs.ellipsis), phase));
  const title = pad(truncate(node.title, titleColumns, glyphs.ellipsis), titleColumns);
  if (node.outcome !== "finished") {
    const paint =
      node.outcome === "reused" ? style.accent : node.reason === undefined ? style.bad : style.faint;
    return `    ${name}${title} ${paint(padLeft(node.outcome, timeColumns))}`;
  }
  const time = padLeft(formatSeconds(node.seconds), timeColumns);
  if (barColumns < 5) return `    ${name}${title} ${time}`;
  const before = Math.min(barColumns - 1, Math.floor(((node.startSeconds - begin) / total) * barColumns));
  const bar = style.good(barOf(node.seconds / total, barColumns, glyphs.barParts, barColumns - before));
  return `    ${name}${title} ${time}  ${" ".repeat(before)}${bar}`;
}

/** Draws a bar with parts of a cell, at least one part long so that no row looks empty, and no longer than the room. */
function barOf(share: number, cells: number, parts: readonly string[], room: number): string {
  const steps = Math.min(room * parts.length, Math.max(1, Math.round(share * cells * parts.length)));
  const full = (parts.at(-1) ?? "").repeat(Math.floor(steps / parts.length));
  const rest = steps % parts.length;
  return rest === 0 ? full : full + parts[rest - 1];
}
