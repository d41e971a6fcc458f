const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** Draws a share from 0 to 1 as a bar of at most so many characters; what is not nothing is at least a line. */
export function bar(share: number, width: number): string {
  const parts = share <= 0 ? 0 : Math.max(1, Math.round(Math.min(1, share) * width * 8));
  return "█".repeat(Math.floor(parts / 8)) + (eighths[parts % 8] ?? "");
}

/** Draws a stretch from `start` to `end`, both shares of the whole, on an axis of so many characters. */
export function stretch(start: number, end: number, width: number): string {
  const first = Math.min(width - 1, Math.floor(start * width));
  const last = Math.min(width, Math.max(first + 1, Math.round(end * width)));
  return "·".repeat(first) + "█".repeat(last - first) + "·".repeat(width - last);
}
