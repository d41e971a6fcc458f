import { AsyncLocalStorage } from "node:async_hooks";

type Write = typeof process.stdout.write;

const listeners = new AsyncLocalStorage<string[]>();
let hearing = 0;
let unheard: Write | undefined;

/**
 * Runs work that tells of its failures only by what it prints, as the clients of GitHub do, and returns what it printed
 * besides its result. Of that, only what a log must not show, and what somebody who debugs asked for, goes on to the
 * runner; other work that prints meanwhile is not touched.
 */
export async function heard<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly lines: readonly string[] }> {
  const lines: string[] = [];
  listen();
  try {
    const value = await listeners.run(lines, work);
    return { value, lines };
  } finally {
    hearing -= 1;
    if (hearing === 0 && unheard !== undefined) process.stdout.write = unheard;
  }
}

function listen(): void {
  hearing += 1;
  if (hearing > 1) return;
  // Taken as it is, so that it can be put back.
  const write: Write = Reflect.get(process.stdout, "write");
  unheard = write;
  const hear = (...all: Parameters<Write>) => {
    const [chunk, ...rest] = all;
    const lines = listeners.getStore();
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    lines?.push(...text.split("\n").filter((line) => line.trim() !== ""));
    if (lines === undefined || /^::(add-mask|debug)::/.test(text)) return write.apply(process.stdout, all);
    for (const done of rest) if (typeof done === "function") done();
    return true;
  };
  process.stdout.write = hear as Write;
}
