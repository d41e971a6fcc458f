import type { ReadStream } from "node:tty";
import type { Screen } from "./screen.ts";

/** Returns what asks the person at a terminal for one line; undefined if nobody is there to read or to answer. */
export function askAtTerminal(
  input: Pick<ReadStream, "isTTY" | "once" | "off" | "resume" | "pause" | "setEncoding">,
  screen: Pick<Screen, "interactive" | "write">,
): ((question: string) => Promise<string | undefined>) | undefined {
  if (!input.isTTY || !screen.interactive) return undefined;
  return (question) =>
    new Promise((resolve) => {
      const end = (line: string | undefined) => {
        input.off("data", onData);
        input.off("end", onEnd);
        input.pause();
        resolve(line);
      };
      // A terminal hands over whole lines.
      const onData = (text: string) => end(text.trim());
      const onEnd = () => end(undefined);
      screen.write(question);
      input.setEncoding("utf8");
      input.once("data", onData);
      input.once("end", onEnd);
      input.resume();
    });
}
