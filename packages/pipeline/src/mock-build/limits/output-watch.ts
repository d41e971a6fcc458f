/** What a step prints, line by line, however it is cut into pieces. */
interface OutputWatch {
  readonly take: (chunk: Uint8Array) => void;
  /** Gives out a last line that has no end. */
  readonly end: () => void;
  /** The last line with something in it. */
  readonly lastLine: () => string;
  /** The last lines, with what is in none of them yet. */
  readonly tail: () => string[];
  readonly bytes: () => number;
}

/** A longer line is given out in pieces: a program that never ends one must not fill the memory. */
const longestLine = 64 * 1024;
const tailLines = 12;

export function watchOutput(onLine: (line: string) => void): OutputWatch {
  const decoder = new TextDecoder();
  let rest = "";
  let last = "";
  const tail: string[] = [];
  let bytes = 0;
  const say = (line: string) => {
    if (line.trim() !== "") last = line;
    tail.push(line);
    if (tail.length > tailLines) tail.shift();
    onLine(line);
  };
  return {
    take: (chunk) => {
      bytes += chunk.length;
      const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) say(line);
      for (; rest.length > longestLine; rest = rest.slice(longestLine)) say(rest.slice(0, longestLine));
    },
    end: () => {
      rest += decoder.decode();
      if (rest !== "") say(rest);
      rest = "";
    },
    lastLine: () => (rest.trim() === "" ? last : rest).trim(),
    tail: () => [...tail, ...(rest === "" ? [] : [rest])],
    bytes: () => bytes,
  };
}
