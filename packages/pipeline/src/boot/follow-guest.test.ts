import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { usualPatience } from "@debootc/core/boot/guest-ending";
import { probeOutput } from "@debootc/core/boot/guest-story.fixture";
import type { Report } from "@debootc/core/event/event";
import { runStream } from "@debootc/tools/run";
import { expect, test } from "vitest";
import { followGuest } from "./watch-guest.ts";

interface Options {
  /** All that the probe writes; nothing when absent. */
  readonly probe?: string;
  readonly patience?: Partial<typeof usualPatience & { readonly total: number }>;
  readonly start?: Parameters<typeof followGuest>[1]["start"];
}

/** Plays a recorded console by a shell, which then does what the guest does. */
async function follow(recorded: string, then: string, { probe, patience, start }: Options = {}) {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-guest-"));
  const [console, secondPort] = [join(directory.path, "console"), join(directory.path, "probe")];
  await writeFile(console, recorded);
  if (probe !== undefined) await writeFile(secondPort, probe);
  const reports: Report[] = [];
  const guest = runStream({ tool: "sh", args: ["-c", `cat "$1"; ${then}`, "guest", console] });
  const story = await followGuest(
    guest,
    { start: start ?? { kernel: "/vmlinuz", append: "" }, secondPort },
    { ...usualPatience, total: 60, ...patience },
    { report: (report) => reports.push(report), clock: () => new Date() },
  ).catch((error: unknown) => error);
  return { story, reports, ended: await guest.done.catch((error: Error) => error.message) };
}

const linux = "[    0.0] Linux version 6.12\r\n[    1.4] Run /init as init process\r\n";
const panic = "[    2.1] Kernel panic - not syncing: VFS: Unable to mount root fs\r\n";

test("a guest that switches itself off has told its story, console and probe", async () => {
  const { story, reports, ended } = await follow(linux, "exit 0", { probe: probeOutput() });

  expect(story).toMatchObject({ ending: "off", trouble: undefined, facts: { ended: true } });
  expect(ended).toBe(0);
  expect(reports.flatMap((report) => (report.type === "log" ? [report.line] : []))).toEqual([
    "[    0.0] Linux version 6.12",
    "[    1.4] Run /init as init process",
  ]);
});

test("a guest that hangs after a panic is ended, and its trouble is told", async () => {
  const { story, ended } = await follow(linux + panic, "exec sleep 60", { patience: { afterTrouble: 0.1 } });

  expect(story).toMatchObject({ ending: "trouble", trouble: { line: panic.trimEnd() } });
  expect(ended).toContain("SIGKILL");
});

test("a guest that says nothing more is ended as silent", async () => {
  const { story, ended } = await follow(linux, "exec sleep 60", { patience: { silence: 0.3 } });

  expect(story).toMatchObject({ ending: "silent" });
  expect(ended).toContain("SIGKILL");
});

test("a guest that does not power off once the probe has told all is ended for that", async () => {
  const { story } = await follow(linux, "exec sleep 60", {
    probe: probeOutput(),
    patience: { powerOff: 0.1 },
  });

  expect(story).toMatchObject({ ending: "not-off", facts: { ended: true } });
});

test("a guest that takes too long is ended, though it speaks", async () => {
  const { story } = await follow(linux, "while :; do echo .; sleep 0.1; done", { patience: { total: 0.5 } });

  expect(story).toMatchObject({ ending: "timed-out" });
});

test("what qemu itself failed with is what is thrown", async () => {
  const { story } = await follow("", "echo 'qemu: no such disk' >&2; exit 1");

  expect(story).toMatchObject({ code: "tool-failed", message: expect.stringContaining("no such disk") });
});

test("what firmware writes to the second port is no word of the probe, but without firmware it is refused", async () => {
  const probe = `UEFI firmware\r\n${probeOutput()}`;

  const byFirmware = await follow(linux, "exit 0", { probe, start: { firmware: "/OVMF.fd" } });
  const direct = await follow(linux, "exec sleep 60", { probe: "login: \n" });

  expect(byFirmware.story).toMatchObject({ ending: "off", facts: { ended: true } });
  expect(direct.story).toMatchObject({ code: "boot-failed" });
});
