import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isWorkflowCommand } from "./workflow-command.fixture.ts";
import { printable, printableLines } from "./printable.ts";
import { jsonWithoutCommands, withoutCommands } from "./without-commands.ts";

describe("a command to a CI runner becomes text", () => {
  test.each([
    ["::error::boo", ": :error::boo"],
    ["  \t ::add-mask::secret", "  \t : :add-mask::secret"],
    ["::::error::", ": :::error::"],
    ["one\n::stop-commands::x\ntwo", "one\n: :stop-commands::x\ntwo"],
    ["\u001b[31m::error::x\u001b[39m", "\u001b[31m: :error::x\u001b[39m"],
    ["built ##[group]x", "built # #[group]x"],
    ["###[error]", "## #[error]"],
    ["##[a]##[b]", "# #[a]# #[b]"],
    ["##vso[task.setvariable variable=x]y", "# #vso[task.setvariable variable=x]y"],
    ["##teamcity[buildStop]", "# #teamcity[buildStop]"],
  ])("%j", (text, harmless) => {
    expect(withoutCommands(text)).toBe(harmless);
  });

  test.each(["std::string x", "a ::b", "## Heading", "[x]##", "::ffff:1".replace("::", ":")])(
    "%j is none, and stays as it is",
    (text) => {
      expect(withoutCommands(text)).toBe(text);
    },
  );
});

const lines = fc
  .array(
    fc.constantFrom(
      ":",
      "::",
      "#",
      "##",
      "[",
      "error",
      "]",
      " ",
      "\t",
      "\n",
      "\r",
      "\u200b",
      "\u00a0",
      "\u2028",
    ),
  )
  .map((parts) => parts.join(""));

test("whatever a text is made of, no line of it is a command", () => {
  fc.assert(
    fc.property(lines, (text) => {
      const shown = withoutCommands(printableLines(text));

      expect(shown.split(/\r\n|\n|\r/).filter(isWorkflowCommand)).toEqual([]);
      expect(withoutCommands(shown)).toBe(shown);
    }),
  );
});

test("JSON says the same without commands", () => {
  fc.assert(
    fc.property(lines, (text) => {
      const json = jsonWithoutCommands(printable(JSON.stringify({ text })));

      expect(JSON.parse(json)).toEqual({ text });
      expect(isWorkflowCommand(json)).toBe(false);
    }),
  );
});
