import type { Event } from "@debootc/core/event/event";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { capturedLog } from "./captured-log.fixture.ts";
import { logOfNode } from "./log-of-node.ts";
import { githubRenderer } from "./github-renderer.ts";

type Unstamped = Event extends infer One
  ? One extends Event
    ? Omit<One, "sequence" | "time">
    : never
  : never;

function rendered(events: readonly (Unstamped & { readonly at?: number })[]): string[] {
  const { log, written } = capturedLog();
  const render = githubRenderer(log, "/home/me/work");
  for (const [sequence, { at = 0, ...event }] of events.entries()) {
    render({ ...event, sequence, time: new Date(at * 1000).toISOString() });
  }
  return written;
}

const node = { type: "node", node: "root", title: "Build the root", phase: "build" } as const;
const log = (line: string) => ({ type: "log", node: "root", line }) as const;

describe("the log of a step", () => {
  test("has a group for what the programs of a step of debootc printed, under its title and time", () => {
    expect(
      rendered([
        { ...node, state: "started" },
        log("unpacking"),
        { ...node, state: "finished", seconds: 2, at: 2 },
      ]),
    ).toEqual([
      "00:00  Build the root ...",
      "[group] 00:02  Build the root: done 2.0 s",
      "unpacking",
      "[end]",
    ]);
  });

  test("has no group around what a failed step printed, so that it is read at once", () => {
    const written = rendered([
      { ...node, state: "started" },
      log("no space"),
      { ...node, state: "failed", seconds: 1, at: 1 },
    ]);

    expect(written.slice(1)).toEqual(["00:01  Build the root: FAILED 1.0 s", "  | no space"]);
  });

  test("keeps groups apart although steps run side by side", () => {
    const other = { ...node, node: "image", title: "Export the image" };
    const written = rendered([
      { ...node, state: "started" },
      { ...other, state: "started" },
      log("of root"),
      { ...log("of image"), node: "image" },
      { ...other, state: "finished" },
      { ...node, state: "finished" },
    ]);

    expect(written.slice(2)).toEqual([
      ...["[group] 00:00  Export the image: done", "of image", "[end]"],
      ...["[group] 00:00  Build the root: done", "of root", "[end]"],
    ]);
  });

  test("has what only the log of the compose tells, and goes on without it", async () => {
    const directory = await mkdtemp(join(tmpdir(), "debootc-logs-"));
    await mkdir(join(directory, "id-1/logs"), { recursive: true });
    await writeFile(
      join(directory, "id-1/logs/root@a_amd64.log"),
      "x".repeat(300_000) + "\nunpacking\n::error::y\n",
    );
    const { log: where, written } = capturedLog();
    const render = githubRenderer(where, "/w", logOfNode(directory));
    const stamp = { sequence: 0, time: new Date(0).toISOString() };

    render({ ...stamp, type: "run", state: "started", composeId: "id-1" });
    for (const id of ["root@a/amd64", "other"])
      for (const state of ["started", "finished"] as const) render({ ...stamp, ...node, node: id, state });
    await rm(directory, { recursive: true });

    expect(written.slice(4)).toEqual(["unpacking", ": :error::y", "[end]", ...written.slice(-2)]);
    expect(written.at(-1)).toBe("00:00  Build the root: done");
    expect(written[3]?.length).toBeLessThan(262_144);
  });

  test("reports progress at most every ten seconds", () => {
    const progress = (at: number) => ({ type: "progress", node: "root", step: `at ${at}`, at }) as const;
    const written = rendered([{ ...node, state: "started" }, ...[1, 9, 11, 12, 30].map(progress)]);

    expect(written.slice(1)).toEqual(["00:11  Build the root: at 11", "00:30  Build the root: at 30"]);
  });

  test("does not grow without bound with what programs print", () => {
    const written = rendered([
      { ...node, state: "started" },
      ...Array.from({ length: 3000 }, (_, index) => log(String(index))),
      { ...node, state: "finished" },
    ]);

    expect(written).toHaveLength(2004);
    expect(written[2]).toBe("(1,000 earlier lines are in the log of the compose)");
  });

  test.each([
    "::set-output name=a::b",
    "  ::add-mask::x",
    "::error::x",
    "##[group]x",
    "a\r::stop-commands::x",
  ])("takes %j of a program for text", (line) => {
    const written = rendered([
      { ...node, title: line, state: "started" },
      log(line),
      { ...node, title: line, state: "failed" },
      { ...node, state: "started" },
      log(line),
      { ...node, state: "finished" },
    ]);

    expect(written.join("\n")).not.toMatch(/^[ \t]*::|##\[|\r/m);
  });

  test("has findings as annotations at their place in the workspace", () => {
    const diagnostic = {
      severity: "error",
      code: "treefile-invalid",
      message: "unknown key",
      hint: "Did you mean ref?",
    } as const;
    const at = { file: "/home/me/work/trees/a.yaml", line: 3, column: 1 };

    expect(rendered([{ type: "diagnostic", diagnostic: { ...diagnostic, ...at } }])).toEqual([
      '[error] {"title":"debootc: treefile-invalid","file":"trees/a.yaml","startLine":3,"startColumn":1} ' +
        "trees/a.yaml:3:1: unknown key\n  hint: Did you mean ref?",
    ]);
  });
});
