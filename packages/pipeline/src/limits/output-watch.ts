/** Splits the output of a step into lines, whatever pieces it arrives in. */
interface OutputWatch {
  readonly take: (chunk: Uint8Array) => void;
  /** Emits a last line that does not end with a newline. */
  readonly end: () => void;
  /** Returns the last line that is not blank. */
  readonly lastLine: () => string;
  /** Returns the last lines, including one that is still incomplete. */
  readonly tail: () => string[];
  readonly bytes: () => number;
}

/** A longer line is split: a program that never prints a newline must not fill the memory. */
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
