import { describe, expect, test } from "vitest";
import { recordedScreen } from "../../screen/screen.fixture.ts";
import { createPlainRenderer } from "./plain.ts";
import { recordedCompose, stamp } from "./recorded-compose.fixture.ts";

function show(events = recordedCompose, logLines = false): readonly string[] {
  const screen = recordedScreen({ interactive: false, columns: 20 });
  const renderer = createPlainRenderer(screen, { logLines });
  for (const event of events) renderer.event(event);
  renderer.close();
  return screen.text().split("\n");
}

describe("createPlainRenderer", () => {
  test("writes one line an event worth a line, with the time since the start", () => {
    expect(show()).toEqual([
      "00:00  run      debian-minimal-13-20261122.0 started",
      "00:00  gather   Resolve packages ...",
      "00:02  gather   Resolve packages: done in 2.1 s",
      "minimal.yaml:14:5: warning: this source is accepted although its index has expired",
      "  hint: Ask who keeps the archive to sign it again.",
      "00:02  gather   Download packages ...",
      "00:08  gather   Download packages: perl_5.40.1-6_amd64.deb, 50.0 MB of 100.0 MB",
      "00:13  gather   Download packages: done in 11.0 s",
      "00:13  build    Build the root ...",
      "00:20  build    Build the root: configuring openssh-server, 212 of 312 packages",
      "01:17  build    Build the root: done in 1m 04s",
      "01:17  ostree   Commit to ostree ...",
      "01:17  ostree   Commit to ostree: reused",
      "01:18           wrote ostree-commit /home/me/out/latest/ostree",
      "01:18  run      debian-minimal-13-20261122.0 finished",
      "",
    ]);
  });

  test("says why a step was left out", () => {
    const left = { type: "node", state: "skipped", title: "Write the SBOMs", phase: "output" } as const;
    const events = [
      stamp({ ...left, reason: "left out by --skip sbom" }, 0, 0, "sbom"),
      stamp(left, 1, 0, "sbom"),
    ];

    expect(show(events)).toEqual([
      "00:00  output   Write the SBOMs: left out by --skip sbom",
      "00:00  output   Write the SBOMs: skipped",
      "",
    ]);
  });

  test("writes progress of a node at most every five seconds", () => {
    const node = { title: "Download packages", phase: "gather" } as const;
    const steps = Array.from({ length: 61 }, (_, second) =>
      stamp(
        { type: "progress", step: "x.deb", done: second, total: 60, unit: "packages" },
        second + 1,
        second,
        "p",
      ),
    );

    const lines = show([stamp({ type: "node", state: "started", ...node }, 0, 0, "p"), ...steps]);

    expect(lines.filter((line) => line.includes("x.deb"))).toHaveLength(12);
  });

  test("writes the lines of a log only where they are wanted, and never an escape sequence", () => {
    const [unwanted, wanted] = [show(recordedCompose, false), show(recordedCompose, true)];

    expect(unwanted.some((line) => line.includes("Setting up"))).toBe(false);
    expect(wanted).toContain("00:14           | Setting up openssh-server (1:10.0p1-7) ...");
  });

  test("a run without a step has no lines but its findings", () => {
    const begun = stamp({ type: "run", state: "started" }, 0, 0);
    const found = recordedCompose.filter((event) => event.type === "diagnostic");

    for (const state of ["finished", "failed", "cancelled"] as const) {
      const lines = show([begun, ...found, stamp({ type: "run", state }, 9, 9)]);
      expect(lines.filter((line) => line.includes("run"))).toEqual([]);
    }
    expect(show([begun, ...found])[0]).toMatch(/warning/);
  });

  test.each(["failed", "cancelled"] as const)("a run that ends %s says so on its last line", (state) => {
    const ended = stamp({ type: "run", state, composeId: "x-1-20260101.0" }, 99, 90);

    expect(show([...recordedCompose.slice(0, -1), ended]).at(-2)).toBe(
      `01:30  run      x-1-20260101.0 ${state}`,
    );
  });

  test("a failed node stands out", () => {
    const failed = {
      type: "node",
      state: "failed",
      title: "Build the root",
      phase: "build",
      seconds: 3,
    } as const;

    expect(show([stamp(failed, 0, 3, "root")])[0]).toBe("00:00  build    Build the root: FAILED after 3.0 s");
  });
});
