import type { Canvas } from "../screen.ts";
import { formatElapsed } from "./amount.ts";
import { displayWidth, pad, truncate } from "./display-width.ts";
import type { LiveNode } from "./live-node.ts";
import { progressBar } from "./progress-bar.ts";

const phaseColumns = 9;
const narrow = 56;
// Beyond this a time at the right edge is too far from its title to be read as one row.
const widest = 92;

interface Row {
  /** Only where it differs from the row above. */
  readonly phase: string;
  /** One column wide, painted. */
  readonly sign: string;
  readonly title: string;
  readonly right: string;
  readonly paintRight?: (text: string) => string;
}

/** `  gather   ✔ resolve packages ·············· 2.1 s`, never wider than the canvas. */
export function nodeRow({ phase, sign, title, right, paintRight }: Row, canvas: Canvas): string {
  const { style, glyphs } = canvas;
  const indent = indentOf(canvas);
  const label =
    indent > 2
      ? `  ${style.faint(pad(truncate(phase, phaseColumns - 1, glyphs.ellipsis), phaseColumns))}`
      : "  ";
  const room = widthOf(canvas) - indent - 2;
  const shownRight = displayWidth(right) + 4 <= room ? right : "";
  const shownTitle = truncate(
    title,
    room - (shownRight === "" ? 0 : displayWidth(shownRight) + 2),
    glyphs.ellipsis,
  );
  if (shownRight === "") return `${label}${sign} ${shownTitle}`;
  const gap = room - displayWidth(shownTitle) - displayWidth(shownRight);
  const leader = gap >= 5 ? ` ${glyphs.dot.repeat(gap - 2)} ` : " ".repeat(gap);
  return `${label}${sign} ${shownTitle}${style.faint(leader)}${(paintRight ?? style.faint)(shownRight)}`;
}

/** A running node: its row, what it does now, how far it is, and the end of its log. */
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
  const inside = " ".repeat(indentOf(canvas) + 2);
  const room = widthOf(canvas) - inside.length;
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

/** A whole line that must not wrap. */
export function plainRow(text: string, paint: (text: string) => string, canvas: Canvas): string {
  return paint(truncate(text, canvas.columns - 1, canvas.glyphs.ellipsis));
}

function indentOf(canvas: Canvas): number {
  return canvas.columns < narrow ? 2 : 2 + phaseColumns;
}

// The last column stays free: terminals differ in what a sign there does to the cursor.
function widthOf(canvas: Canvas): number {
  return Math.min(widest, canvas.columns - 1);
}
