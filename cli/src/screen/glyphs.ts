/** Names the signs that screens are drawn with. */
export interface Glyphs {
  readonly done: string;
  readonly failed: string;
  readonly skipped: string;
  readonly warning: string;
  readonly dot: string;
  readonly ellipsis: string;
  readonly spinner: readonly string[];
  readonly barFull: string;
  readonly barEmpty: string;
  /** Parts of one cell, the smallest first. */
  readonly barParts: readonly string[];
}

const unicodeGlyphs: Glyphs = {
  done: "✔",
  failed: "✖",
  skipped: "–",
  warning: "▲",
  dot: "·",
  ellipsis: "…",
  spinner: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"],
  barFull: "━",
  barEmpty: "─",
  barParts: ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"],
};

const asciiGlyphs: Glyphs = {
  done: "+",
  failed: "x",
  skipped: "-",
  warning: "!",
  dot: "-",
  ellipsis: "...",
  spinner: ["|", "/", "-", "\\"],
  barFull: "=",
  barEmpty: ".",
  barParts: ["#"],
};

export function glyphsFor(unicode: boolean): Glyphs {
  return unicode ? unicodeGlyphs : asciiGlyphs;
}
