/** Is a line in which something was found. */
export interface LineWith {
  /** Where it was found, from the beginning of the piece; below 0 if it begins before. */
  readonly at: number;
  /** How many lines end in the piece before it. */
  readonly line: number;
  readonly text: Uint8Array;
}

const lineFeed = 0x0a;

/** So much is shown of a line, before and behind what was found. */
const mostBefore = 100;
const mostBehind = 300;

/** Returns the lines that have a text of which at least the end is in a piece of a log, each once. */
export function linesWith(
  wanted: Uint8Array,
  { carry, bytes }: { readonly carry: Uint8Array; readonly bytes: Uint8Array },
): readonly LineWith[] {
  const found: LineWith[] = [];
  const whole = Buffer.concat([carry, bytes]);
  // One that ends before the piece was found in the piece before.
  let from = Math.max(0, carry.length - wanted.length + 1);
  let [counted, line] = [carry.length, 0];
  for (;;) {
    const at = whole.indexOf(wanted, from);
    if (at < 0) return found;
    for (; counted < at; counted++) if (whole[counted] === lineFeed) line++;
    const begin = whole.lastIndexOf(lineFeed, at - 1) + 1;
    const feed = whole.indexOf(lineFeed, at);
    const end = feed < 0 ? whole.length : feed;
    found.push({
      ...{ at: at - carry.length, line },
      text: whole.subarray(
        Math.max(at === 0 ? 0 : begin, at - mostBefore),
        Math.min(end, at + wanted.length + mostBehind),
      ),
    });
    if (feed < 0) return found;
    from = feed + 1;
  }
}
