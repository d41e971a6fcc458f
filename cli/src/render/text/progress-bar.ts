import type { Canvas } from "../../screen/screen.ts";
import { formatBytes, formatCount, formatElapsed, formatSeconds } from "@debootc/core/text/amount";
import { truncate } from "./display-width.ts";

/** How far a node is, as its last progress event said. */
export interface Measure {
  readonly done?: number | undefined;
  readonly total?: number | undefined;
  readonly unit?: "bytes" | "packages" | "steps" | "seconds" | undefined;
  /** Units in a second, once it can be told. */
  readonly rate?: number | undefined;
}

/** `━━━━━────  123.4 MB of 310.2 MB · 12.1 MB/s · 16 s left`, as much of it as fits; undefined when nothing is known. */
export function progressBar(measure: Measure, room: number, canvas: Canvas): string | undefined {
  const amounts = amountsOf(measure);
  const [first] = amounts;
  if (first === undefined) return undefined;
  const separator = ` ${canvas.glyphs.dot} `;
  const words = longestThatFits(amounts, separator, room);
  const bar = barOf(measure, Math.min(28, room - words.length - 2), canvas);
  return bar === undefined ? canvas.style.faint(words) : `${bar}  ${canvas.style.faint(words)}`;
}

/** `123.4 MB of 310.2 MB`, `212 of 312 packages`, without any bar; undefined when nothing is known. */
export function amountOf({ done, total, unit }: Measure): string | undefined {
  if (done === undefined) return undefined;
  const shown = total === undefined ? done : Math.min(done, total);
  if (unit === "bytes")
    return total === undefined ? formatBytes(shown) : `${formatBytes(shown)} of ${formatBytes(total)}`;
  if (unit === "seconds") {
    return total === undefined
      ? formatElapsed(shown)
      : `${formatElapsed(shown)} of at most ${formatElapsed(total)}`;
  }
  const noun = unit === undefined ? "" : ` ${unit}`;
  return total === undefined
    ? `${formatCount(shown)}${noun}`
    : `${formatCount(shown)} of ${formatCount(total)}${noun}`;
}

function amountsOf(measure: Measure): readonly string[] {
  const amount = amountOf(measure);
  if (amount === undefined) return [];
  const { done = 0, total, unit, rate } = measure;
  if (unit !== "bytes" || rate === undefined || rate <= 0) return [amount];
  const speed = `${formatBytes(rate)}/s`;
  if (total === undefined || total <= done) return [amount, speed];
  return [amount, speed, `${formatSeconds((total - done) / rate)} left`];
}

function longestThatFits(parts: readonly string[], separator: string, room: number): string {
  for (let count = parts.length; count > 1; count -= 1) {
    const words = parts.slice(0, count).join(separator);
    // Half a line is the least that leaves a bar worth looking at.
    if (words.length <= Math.max(room / 2, room - 14)) return words;
  }
  return truncate(parts[0] ?? "", room, "");
}

function barOf({ done, total, unit }: Measure, cells: number, { glyphs, style }: Canvas): string | undefined {
  // Seconds count towards a limit that is better never reached.
  if (unit === "seconds") return undefined;
  if (done === undefined || total === undefined || total <= 0 || cells < 6) return undefined;
  const full = Math.min(cells, Math.floor((done / total) * cells));
  return style.accent(glyphs.barFull.repeat(full)) + style.faint(glyphs.barEmpty.repeat(cells - full));
}
