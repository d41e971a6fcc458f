import { probeOutput } from "@debootc/core/boot/guest-story.fixture";
import { usualPatience } from "@debootc/core/boot/guest-ending";
import type { Report } from "@debootc/core/event/event";
import { expect, test } from "vitest";
import { GuestObserver } from "./guest-observer.ts";

function observe() {
  const reports: Report[] = [];
  const clock = { seconds: 100 };
  const observer = new GuestObserver(
    (report) => reports.push(report),
    () => clock.seconds,
  );
  const hear = (text: string) => observer.hearConsole(Buffer.from(text));
  const steps = () => reports.flatMap((report) => (report.type === "progress" ? [report.step] : []));
  const lines = () => reports.flatMap((report) => (report.type === "log" ? [report.line] : []));
  const story = () => observer.story("off", { ...usualPatience, total: 600 });
  return { observer, clock, hear, steps, lines, story };
}

test("each step is told once, from power-on to power-off", () => {
  const { observer, hear, steps } = observe();

  hear("[    0.0] Linux version 6\r\n[    1.4] Run /init as init process\r\n");
  observer.hearProbe('{"fact":"start","value":"1"}\n{"fact":"waiting","value":"a.service b.service"}\n');
  observer.hearProbe(
    '{"fact":"start","value":"1"}\n{"fact":"waiting","value":""}\n{"fact":"state","value":"running"}\n',
  );
  observer.hearProbe(probeOutput());
  observer.hearProbe(probeOutput());

  expect(steps()).toEqual([
    "power on",
    "starting the kernel",
    "starting the initramfs",
    "waiting for a.service, b.service",
    "checking the running system",
    "powering off",
  ]);
});

test("a character that is cut between two pieces is whole, and the moving picture is no line", () => {
  const { observer, lines } = observe();
  const bytes = Buffer.from("…ü\r\n[**    ] Job a.service/start running (5s / no limit)\r\n");

  for (const byte of bytes) observer.hearConsole(Uint8Array.of(byte));

  expect(lines()).toEqual(["…ü"]);
});

test("the moving picture counts as a sign of life", () => {
  const { observer, clock, hear } = observe();

  clock.seconds = 150;
  hear("[**    ] Job a.service/start running");

  expect(observer.signs).toEqual({ startedAt: 100, lastSignAt: 150 });
});

test("the first trouble is kept with its line and time", () => {
  const { observer, clock, hear, story } = observe();

  clock.seconds = 120;
  hear("[DEPEND] Dependency failed for sysroot.mount - /sysroot.\r\n");
  clock.seconds = 121;
  hear("Entering emergency mode.");
  observer.hearSilence();

  expect(story().trouble).toMatchObject({
    what: "the initramfs did not find the root file system",
    line: "[DEPEND] Dependency failed for sysroot.mount - /sysroot.",
    at: 120,
  });
  expect(story().lastLines).toHaveLength(2);
  expect(story().failureLines).toHaveLength(1);
});

test("the last lines do not hold the power-off that the probe asked for", () => {
  const { observer, hear, story } = observe();

  hear("login:\r\n");
  observer.hearProbe(probeOutput());
  hear("Powering off.\r\n");

  expect(story().lastLines).toEqual(["login:"]);
  expect(observer.signs.toldAllAt).toBe(100);
});

test("no more lines are kept than a message can use", () => {
  const { hear, story } = observe();

  hear(Array.from({ length: 500 }, (_, index) => `line ${index}\n`).join(""));

  expect(story().lastLines).toHaveLength(40);
  expect(story().lastLines.at(-1)).toBe("line 499");
});
