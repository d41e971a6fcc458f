import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { askAtTerminal } from "./ask-at-terminal.ts";
import { recordedScreen } from "./screen.fixture.ts";

function scene(isTTY: boolean, interactive: boolean) {
  const input = Object.assign(new PassThrough(), { isTTY });
  const screen = recordedScreen({ interactive });
  const ask = askAtTerminal(input as unknown as Parameters<typeof askAtTerminal>[0], screen);
  return { input, screen, ask };
}

test("a person at a terminal answers with a line", async () => {
  const { input, screen, ask } = scene(true, true);
  const answer = ask?.("Sure? ");
  input.write("yes \n");
  expect(await answer).toBe("yes");
  expect(screen.text()).toBe("Sure? ");
});

test("an end instead of a line is no answer", async () => {
  const { input, ask } = scene(true, true);
  const answer = ask?.("Sure? ");
  input.end();
  expect(await answer).toBeUndefined();
});

test("nobody is asked where nobody reads or answers", () => {
  expect(scene(false, true).ask).toBeUndefined();
  expect(scene(true, false).ask).toBeUndefined();
});
