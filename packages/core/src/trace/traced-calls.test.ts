import { expect, test } from "vitest";
import { hex, traceOf } from "./trace.fixture.ts";
import { type TracedCall, tracedCalls } from "./traced-calls.ts";

/** The calls after the start of the program. */
function callsIn(...lines: string[]): readonly TracedCall[] {
  const read = tracedCalls(traceOf(...lines));
  if ("reason" in read) throw new Error(read.reason);
  return read.calls.slice(1);
}

function reasonFor(...lines: string[]): string | undefined {
  const read = tracedCalls(traceOf(...lines));
  return "reason" in read ? read.reason : undefined;
}

test("what sets up the sandbox is none of the program's calls", () => {
  const read = tracedCalls(traceOf());

  expect("calls" in read && read.calls).toEqual([
    {
      process: "2",
      name: "execve",
      words: [{ kind: "text", value: "/usr/bin/dracut" }],
      succeeded: true,
    },
  ]);
});

test("a call has its texts and its descriptors, in their order, and no flags", () => {
  expect(callsIn('2 openat(AT_FDCWD</>, "etc/é, b", O_RDONLY|O_CLOEXEC) = 3</etc/é, b>')).toEqual([
    {
      process: "2",
      name: "openat",
      words: [
        { kind: "directory", value: "/" },
        { kind: "text", value: "etc/é, b" },
      ],
      succeeded: true,
    },
  ]);
});

test("a call that failed is one that did not succeed", () => {
  expect(callsIn('2 access("/x", F_OK) = -1 ENOENT (No such file or directory)')[0]?.succeeded).toBe(false);
});

test("a call that another process interrupts is one call", () => {
  const calls = callsIn(
    '2 openat(AT_FDCWD</>, "/a" <unfinished ...>',
    '3 access("/b", F_OK) = 0',
    "2 <... openat resumed>, O_RDONLY) = 3</a>",
  );

  expect(calls.map(({ process, words }) => [process, words.at(-1)?.value])).toEqual([
    ["3", "/b"],
    ["2", "/a"],
  ]);
});

test("a call whose process is killed in it did not succeed", () => {
  expect(callsIn('2 mkdir("/a", 0755 <unfinished ...>', "2 +++ killed by SIGKILL +++")).toEqual([
    { process: "2", name: "mkdir", words: [{ kind: "text", value: "/a" }], succeeded: false },
  ]);
});

test("what a process starts is told apart by whether it shares its directory", () => {
  const calls = callsIn(
    "2 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f) = 3",
    "2 clone(child_stack=0x7f, flags=CLONE_VM|CLONE_FS|CLONE_THREAD, tls=0x1) = 4",
    "2 clone(child_stack=0x7f, flags=CLONE_FS|SIGCHLD) = 5",
  );

  expect(calls.map(({ shares }) => shares)).toEqual([undefined, "thread", "other"]);
});

test.each([
  ["a name that is not UTF-8", '2 access("\\xff", F_OK) = 0'],
  ["a text that is cut off", `2 access("${hex("/a")}"..., F_OK) = 0`],
  ["a structure", '2 statx(3</a>, "b", {mask=1}, 0x7f) = 0'],
  ["a line without a call", "2 what is this"],
])("%s is a reason to trust none of it", (_, line) => {
  const trace = `${traceOf()}${line}\n`;

  expect(tracedCalls(trace)).toEqual({ reason: expect.stringContaining("unknown form") });
});

test("a trace in which no other process starts a program is not understood", () => {
  expect(tracedCalls(`1 execve("${hex("/bin/true")}", 0x7f, 0x7f) = 0\n`)).toHaveProperty("reason");
  expect(tracedCalls("")).toHaveProperty("reason");
});

test("nothing in a name can look like a call", () => {
  const name = '/a", O_RDONLY) = 3\n2 access("/b';
  const trace = `${traceOf()}2 access("${hex(name)}", F_OK) = 0\n`;
  const read = tracedCalls(trace);

  expect("calls" in read && read.calls.slice(1).map(({ words }) => words)).toEqual([
    [{ kind: "text", value: name }],
  ]);
  expect(reasonFor()).toBeUndefined();
});
