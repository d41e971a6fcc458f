import type { ErrorCode } from "@debootc/core/error/codes";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { toErrorRecord } from "@debootc/core/error/error-record";
import type { Event } from "@debootc/core/event/event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { recordedScreen } from "../../screen/screen.fixture.ts";
import { displayWidth } from "../text/display-width.ts";
import { recordedCompose, stamp } from "./recorded-compose.fixture.ts";
import { createTerminalRenderer } from "./terminal.ts";

const downloading = recordedCompose.findIndex((event) => event.type === "progress") + 3;
const building = recordedCompose.findIndex((event) => event.type === "log") + 2;

describe("createTerminalRenderer", () => {
  beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-22T10:00:00Z") }));
  afterEach(() => void vi.useRealTimers());

  function show(events: readonly Event[], screen = recordedScreen(), tailRows = 0) {
    const renderer = createTerminalRenderer(screen, { now: Date.now, tailRows });
    for (const event of events) {
      vi.setSystemTime(Date.parse(event.time));
      renderer.event(event);
    }
    vi.advanceTimersByTime(100);
    return { screen, renderer };
  }

  test("leaves one row a node, its phase where it changes, and no trace of what was live", () => {
    const { screen, renderer } = show(recordedCompose);
    renderer.close();

    expect(screen.lines()).toEqual([
      "",
      "  debian-minimal-13-20261122.0",
      "",
      expect.stringMatching(/^ {2}gather {3}✔ Resolve packages ·+ 2\.1 s$/),
      "",
      "  minimal.yaml:14:5: warning: this source is accepted although its index has",
      "    expired",
      "    hint: Ask who keeps the archive to sign it again.",
      "",
      expect.stringMatching(/^ {11}✔ Download packages ·+ 11\.0 s$/),
      expect.stringMatching(/^ {2}build {4}✔ Build the root ·+ 1m 04s$/),
      expect.stringMatching(/^ {2}ostree {3}✔ Commit to ostree ·+ reused$/),
    ]);
  });

  test("shows what a running node does now, how far it is, how fast and how long it will take", () => {
    const { screen } = show(recordedCompose.slice(0, downloading));

    const shown = screen.lines().slice(-4);

    expect(shown[0]).toMatch(/^ {11}. Download packages ·+ 7 s$/);
    expect(shown[1]).toBe("             vim_9.1.1230-2_amd64.deb");
    expect(shown[2]).toMatch(/^ {13}━{4,}─+ {2}60\.0 MB of 100\.0 MB · 10\.0 MB\/s · 4\.0 s left$/);
    expect(shown[3]).toBe("  9 s · Ctrl-C stops and cleans up");
  });

  test("shows the last lines of a log where asked to, without their control characters", () => {
    const { screen } = show(recordedCompose.slice(0, building), recordedScreen(), 3);

    expect(screen.lines().join("\n")).toContain("             · Setting up openssh-server (1:10.0p1-7) ...");
  });

  test.each([1, 5, 18, 40, 56, 80, 120, 300])(
    "a live region is erased completely on a terminal of %i columns",
    (columns) => {
      const screen = recordedScreen({ columns });
      const { renderer } = show(recordedCompose, screen, 3);
      renderer.close();

      const seen = screen.lines().join("\n");

      expect(seen).not.toContain("Ctrl-C");
      expect(seen).not.toContain("━");
    },
  );

  test("no row of nodes wraps from 18 columns on", () => {
    for (let columns = 18; columns < 130; columns += 1) {
      const screen = recordedScreen({ columns });
      const { renderer } = show(
        recordedCompose.filter((event) => event.type === "node"),
        screen,
      );
      renderer.close();
      expect(screen.lines(), `${columns} columns`).toHaveLength(4);
    }
  });

  test("a window made narrower while a node runs leaves nothing behind", () => {
    const screen = recordedScreen({ columns: 100 });
    const { renderer } = show(recordedCompose.slice(0, downloading), screen);
    const before = screen.lines().length;
    const wrapped = screen
      .lines()
      .slice(-4)
      .reduce((sum, line) => sum + Math.ceil(displayWidth(line) / 40), 0);

    screen.size.columns = 40;
    const written = screen.text().length;
    vi.advanceTimersByTime(100);

    expect(before).toBeGreaterThan(4);
    expect(screen.text().slice(written)).toMatch(new RegExp(`^\\r\\u001b\\[${wrapped}A\\u001b\\[0J`));
    renderer.close();
  });

  test("never draws more live rows than the window has", () => {
    const screen = recordedScreen({ rows: 3 });
    show(recordedCompose.slice(0, downloading), screen, 3);

    const erased = [...screen.text().matchAll(/\[(\d+)A/g)].map((match) => Number(match[1]));

    expect(Math.max(...erased)).toBeLessThanOrEqual(2);
    expect(screen.lines().at(-1)).toContain("Ctrl-C");
  });

  test("a failed node and one that was cancelled are told apart", () => {
    const node = {
      type: "node",
      state: "failed",
      title: "Build the root",
      phase: "build",
      seconds: 3,
    } as const;
    const errorOf = (code: ErrorCode) => ({ error: toErrorRecord(new DebootcError(code, "no more")) });
    const failed = stamp({ ...node, ...errorOf("package-broken") }, 0, 3, "root");
    const stopped = stamp({ ...node, ...errorOf("cancelled") }, 1, 4, "root");
    const { screen, renderer } = show([failed, stopped]);
    renderer.close();

    expect(screen.lines()[0]).toMatch(/✖ Build the root ·+ failed after 3\.0 s$/);
    expect(screen.lines()[1]).toMatch(/– Build the root ·+ stopped$/);
  });

  test("says that it is stopping, and marks what was running when it was closed", () => {
    const { screen, renderer } = show(recordedCompose.slice(0, downloading));

    renderer.stopping();
    const stopping = screen.lines().at(-1);
    renderer.close();

    expect(stopping).toBe("  stopping, cleaning up · Ctrl-C again stops at once");
    expect(screen.lines().at(-1)).toMatch(/– Download packages ·+ stopped$/);
  });

  test("sets what is said about a failed run apart from the rows", () => {
    const failed = stamp({ type: "run", state: "failed" }, 99, 90);
    const { screen, renderer } = show([...recordedCompose.slice(0, -1), failed]);
    renderer.close();

    expect(screen.lines().at(-1)).toBe("");
  });

  test("draws nothing more once it is closed", () => {
    const { screen, renderer } = show(recordedCompose);
    renderer.close();
    const length = screen.text().length;

    renderer.event(stamp({ type: "node", state: "started", title: "x", phase: "y" }, 99, 90, "late"));
    renderer.close();
    vi.advanceTimersByTime(1000);

    expect(screen.text()).toHaveLength(length);
  });

  test("draws no clock for a command that only has findings", () => {
    const { screen } = show(recordedCompose.filter((event) => event.type === "diagnostic"));

    expect(screen.lines().join("\n")).not.toContain("Ctrl-C");
  });
});
