import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { ErrorRecord } from "@debootc/core/error/error-record";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { type Event, eventSchema } from "@debootc/core/event/event";
import { isWorkflowCommand } from "@debootc/core/text/workflow-command.fixture";
import { describe, expect, test } from "vitest";
import { failureText } from "../../failure-text.ts";
import { type RecordedScreen, recordedScreen } from "../../screen/screen.fixture.ts";
import { createJsonRenderer, formatErrorLine, formatResultLine } from "./json.ts";
import { createPlainRenderer } from "./plain.ts";
import { stamp } from "./recorded-compose.fixture.ts";
import type { Renderer } from "./renderer.ts";
import { createTerminalRenderer } from "./terminal.ts";

/** Texts as a package, a log or an archive may hold them. */
const hostile = [
  "::error file=a::b",
  "  \t::add-mask::x",
  "x\n::stop-commands::y",
  "x\r::error::y",
  "\u001b[1m::error::x",
  "\u200b::error::x",
  "log ##[error]x",
  "##vso[task.complete]",
  "#\u200d#[group]x",
  "\u202egpj.exe\u2066",
  "a\u200bb\ufeffc\u00add\u{e0041}",
  "\u001b]0;title\u0007\u001b[2J\u009b5A",
];

/** Returns events that have a text wherever one can be. */
function eventsWith(text: string): readonly Event[] {
  const about = { title: text, phase: "build" };
  const error: ErrorRecord = {
    code: "tool-failed",
    class: "infrastructure",
    message: text,
    hint: text,
    diagnostics: [],
  };
  const diagnostic: Diagnostic = {
    severity: "warning",
    code: "x",
    message: text,
    file: `/home/me/${text}`,
    line: 1,
    key: text,
    given: text,
    allowed: text,
    hint: text,
    excerpt: `   1 | ${text}`,
    includedFrom: [`/home/me/${text}`],
  };
  return [
    stamp({ type: "run", state: "started", composeId: text }, 0, 0),
    stamp({ type: "node", state: "started", ...about }, 1, 1, "root"),
    stamp({ type: "progress", step: text, done: 1, total: 2, unit: "steps" }, 2, 9, "root"),
    stamp({ type: "log", line: text }, 3, 10, "root"),
    stamp({ type: "diagnostic", diagnostic }, 4, 11, "root"),
    stamp({ type: "diagnostic", diagnostic: { severity: "error", code: "x", message: text } }, 5, 11),
    stamp({ type: "node", state: "failed", ...about, error }, 6, 12, "root"),
    stamp({ type: "artifact", kind: text, path: text }, 7, 12),
    stamp({ type: "run", state: "failed", composeId: text, error }, 8, 13),
  ];
}

const people: readonly (readonly [string, (screen: RecordedScreen) => Renderer])[] = [
  ["the terminal", (screen) => createTerminalRenderer(screen, { now: () => 0, tailRows: 5 })],
  ["plain lines", (screen) => createPlainRenderer(screen, { logLines: true })],
];

describe.each(people)("%s", (_name, create) => {
  test.each(hostile)("shows %j, and nothing of it acts", (text) => {
    for (const color of [true, false]) {
      const screen = recordedScreen({ color, interactive: false });
      const renderer = create(screen);
      for (const event of eventsWith(text)) renderer.event(event);
      renderer.stopping();
      renderer.close();

      expect(harmIn(screen.text())).toEqual([]);
    }
  });
});

test.each(hostile)("a failure shows %j, and nothing of it acts", (text) => {
  const screen = recordedScreen({ color: true });
  const diagnostics = eventsWith(text).flatMap((event) =>
    event.type === "diagnostic" ? [event.diagnostic] : [],
  );
  for (const error of [
    new DebootcError("package-broken", text, { hint: text, diagnostics }),
    new DebootcError("internal-fault", text, { cause: new Error(text) }),
    new Error(text),
    text,
  ])
    screen.write(failureText(error, screen));

  expect(harmIn(screen.text())).toEqual([]);
});

test.each(hostile)("JSON says %j, and nothing of it acts", async (text) => {
  const lines: string[] = [];
  const renderer = createJsonRenderer((line) => lines.push(line));
  const events = eventsWith(text);
  for (const event of events) renderer.event(event);
  const error = new DebootcError("package-broken", text);
  const last = [
    formatResultLine("compose", { exitStatus: 0, result: { [text]: text } }),
    await formatErrorLine("compose", 10, error),
  ];

  const screen = recordedScreen({ interactive: false });
  for (const line of [...lines, ...last]) screen.write(line);

  expect(harmIn(screen.text())).toEqual([]);
  // The guard of the screen has nothing left to change: what is read is what was meant.
  expect(screen.text()).toBe([...lines, ...last].join(""));
  expect(lines.map((line) => eventSchema.parse(JSON.parse(line)))).toEqual(events);
  expect(last.map((line) => JSON.parse(line))).toMatchObject([
    { result: { [text]: text } },
    { error: { message: text } },
  ]);
});

/** Returns the lines that a runner would take for commands, and the characters that act or hide. */
function harmIn(text: string): readonly string[] {
  // oxlint-disable-next-line no-control-regex
  const own = /\r\u001b\[\d+A\u001b\[0J|\u001b\[(?:1|2|22|31|32|33|36|39)m|[\n\t]/g;
  return [
    ...text.split(/\r\n|\n|\r/).filter(isWorkflowCommand),
    ...(text.replaceAll(own, "").match(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu) ?? []),
  ];
}
