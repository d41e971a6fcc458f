export interface LabelLine {
  readonly text: string;
  readonly kind: "name" | "size";
  /** Where its letters stand, below the upper edge of the box. */
  readonly below: number;
}

/**
 * Returns the lines that are written in a box: its name, broken behind hyphens where it is too long, and its size if there is
 * room for both. Returns none if the name does not fit: a truncated name would be worse than none.
 */
export function boxLabel(
  [name, size]: readonly [name: string, size?: string],
  box: { readonly width: number; readonly height: number },
): LabelLine[] {
  const words = brokenIn(name, box.width);
  const height = (count: number) => 4 + lineHeight * count;
  if (words === undefined || height(words.length) > box.height) return [];
  const lines = words.map((text, index) => ({ text, kind: "name" as const, below: baseline(index) }));
  if (size === undefined || !fits(size, box.width) || height(words.length + 1) > box.height) return lines;
  return [...lines, { text: size, kind: "size", below: baseline(words.length) }];
}

const lineHeight = 17;

function baseline(index: number): number {
  return 18 + lineHeight * index;
}

/** Breaks a name into as few lines as possible; undefined if one of its parts is too long by itself. */
function brokenIn(name: string, width: number): string[] | undefined {
  const lines: string[] = [];
  for (const part of name.split(/(?<=[-\s])/)) {
    const last = lines.at(-1);
    if (last !== undefined && fits(last + part, width)) lines[lines.length - 1] = last + part;
    else if (fits(part, width)) lines.push(part);
    else return undefined;
  }
  return lines;
}

/** Checks by the width of the widest common letters. */
function fits(text: string, width: number): boolean {
  return text.length * 8 + 10 < width;
}
