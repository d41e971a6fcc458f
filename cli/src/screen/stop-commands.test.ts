import { expect, test } from "vitest";
import { stopCommandsOn } from "./stop-commands.ts";

test("commands are stopped with a word that nobody knows, and count again with it", async () => {
  let text = "";
  const stop = stopCommandsOn((more) => (text += more));
  for (const said of ["::error::one", "::error::two"]) {
    const resume = stop();
    text += said;
    await resume();
  }

  const [first, second] = [...text.matchAll(/^::stop-commands::([0-9a-f]{32})\n::error::\w+\n::\1::\n/gm)];

  expect(first?.[1]).not.toBe(second?.[1]);
  expect(`${first?.[0]}${second?.[0]}`).toBe(text);
});
