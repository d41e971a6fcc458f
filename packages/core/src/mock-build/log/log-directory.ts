/** Follows make into the directories that it reports, since compilers name files relative to them. */
interface LogDirectory {
  readonly line: (text: string) => void;
  /** Returns where make is, as far as the log says; undefined at the top. */
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
    // The build path was removed, so an absolute path is the top itself, or not in the source at all.
    current: () => stack.findLast(() => true)?.match(/^(?!\/).+/)?.[0],
  };
}

const form = /^g?make(?:\[\d+\])?: (?<verb>Entering|Leaving) directory ['`‘](?<path>[^'’]+)['’]$/;
