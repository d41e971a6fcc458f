import { parseEvents } from "js-yaml";
import type { LinedText } from "./text-place.ts";

/** Characters that are parsed again at most in the search: it takes no longer than reading a few more files. */
const mostParsed = 4 * 1024 * 1024;

/**
 * Where a bracket or quote opens that is not closed at a line: in the line with which a text that could be read until
 * then cannot be read any more. Undefined when no such line is found.
 */
export function unclosedOffset({ text, lineStarts }: LinedText, line: number): number | undefined {
  let parsed = 0;
  for (let at = Math.min(line, lineStarts.length); at >= 1 && parsed < mostParsed; at--) {
    const start = lineStarts[at - 1] ?? 0;
    parsed += start;
    if (!isReadable(text.slice(0, start))) continue;
    const opening = lastOpening(text.slice(start, lineStarts[at]));
    return opening === undefined ? undefined : start + opening;
  }
  return undefined;
}

function isReadable(text: string): boolean {
  try {
    parseEvents(text, { maxDepth: 100 });
    return true;
  } catch {
    return false;
  }
}

/** The last bracket or quote of a line that the line does not close. */
function lastOpening(line: string): number | undefined {
  const open: number[] = [];
  let quote: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? "";
    if (quote !== undefined) {
      if (character === "\\" && quote === '"') at++;
      else if (character === quote) {
        quote = undefined;
        open.pop();
      }
    } else if (character === "#" && /\s/.test(line[at - 1] ?? " ")) break;
    else if (/["']/.test(character) && !/[^\s[{,:(-]/.test(line[at - 1] ?? " ")) {
      quote = character;
      open.push(at);
    } else if (/[[{]/.test(character)) open.push(at);
    else if (/[\]}]/.test(character)) open.pop();
  }
  return open.at(-1);
}
