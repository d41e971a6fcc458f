import { expect, test } from "vitest";
import { commandTable } from "./command-table.ts";
import { stub } from "./door/call-command.fixture.ts";
import { type Host, runProgram } from "./program.ts";
import { recordedScreen } from "./screen/screen.fixture.ts";

function host(changes: Partial<Host>): Host {
  return {
    stdout: recordedScreen({ interactive: false }),
    stderr: recordedScreen({ interactive: false }),
    clock: () => new Date(0),
    defaults: { cacheDir: { value: "/cache", shown: "/cache" }, arch: { value: "amd64", shown: "amd64" } },
    settings: async () => ({ given: new Map(), files: [] }),
    environment: { proxy: {}, user: { uid: 0, gid: 0 } },
    cancellation: { signal: new AbortController().signal, onStop: () => {} },
    ...changes,
  };
}

test.each([
  [
    ["chroot", "run", "work", "--", "true"],
    ["stopped", "resumed"],
  ],
  [
    ["chroot", "shell", "work"],
    ["stopped", "resumed"],
  ],
  [["config", "show"], []],
])(
  "commands of a runner are stopped only around a program that has our streams: %j",
  async (words, expected) => {
    const told: string[] = [];
    stub("mock-build/named-chroot/use-chroot", words.includes("run") ? "runInChroot" : "shellInChroot", 0);

    await runProgram(
      words,
      host({
        stopCommands: () => {
          told.push("stopped");
          return async () => void told.push("resumed");
        },
      }),
    );

    expect(told).toEqual(expected);
  },
);

test.each(Object.keys(commandTable))("%s --help explains it with two or three examples", async (name) => {
  const stdout = recordedScreen({ interactive: false });

  const status = await runProgram([...name.split(" "), "--help"], host({ stdout }));

  const text = stdout.text();
  const examples = text.slice(text.indexOf("Examples:")).match(new RegExp(`^ {2}bin/debootc ${name}`, "gm"));
  expect(status).toBe(0);
  expect(text).toMatch(new RegExp(`^Usage: debootc ${name} \\[options\\]`));
  expect([2, 3]).toContain(examples?.length);
});
