/** Follows make through the directories that it says it enters and leaves, since compilers name files below them. */
interface LogDirectory {
  readonly line: (text: string) => void;
  /** Where make is, as far as the log tells; undefined at the top. */
  readonly current: () => string | undefined;
}

export function logDirectory(): LogDirectory {
  const stack: string[] = [];
  return {
    line: (text) => {
      const { verb, path } = form.exec(text)?.groups ?? {};
      if (path === undefined) return;
      if (verb === "Entering") {
        if (stack.length < 64) stack.push(path);
        return;
      }
      const at = stack.lastIndexOf(path);
      if (at !== -1) stack.splice(at);
    },
    // The build path was cut off: what is still absolute is the top itself, or not in the source at all.
    current: () => stack.findLast(() => true)?.match(/^(?!\/).+/)?.[0],
  };
}

const form = /^g?make(?:\[\d+\])?: (?<verb>Entering|Leaving) directory ['`‘](?<path>[^'’]+)['’]$/;
