import { mkdir, mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bootReport } from "@debootc/core/boot/boot-report";
import { usualPatience } from "@debootc/core/boot/guest-ending";
import { checksum, probeOutput } from "@debootc/core/boot/guest-story.fixture";
import type { Report } from "@debootc/core/event/event";
import { run } from "@debootc/tools/run";
import { describe, expect, test } from "vitest";
import { bootSystem } from "./boot-system.ts";
import { type GuestStep, guestProgram } from "./guest-program.fixture.ts";

type Options = Partial<Parameters<typeof bootSystem>[0]>;

const say = (text: string): GuestStep => ({ do: "write", to: "console", text });
const tell = (text: string): GuestStep => ({ do: "write", to: "second port", text });
const starting = '{"fact":"start","value":"1"}\n{"fact":"waiting","value":"slow.service"}\n';

/** Boots a made-up guest with little patience. */
async function boot(steps: readonly GuestStep[], options: Options = {}) {
  await using parent = await mkdtempDisposable(join(tmpdir(), "debootc-boot-"));
  // A comma in a path has a meaning of its own in qemu's options.
  await mkdir(join(parent.path, "a, b"));
  const path = (name: string) => join(parent.path, "a, b", name);
  // And one that no form escapes for the initrd of a multiboot kernel.
  const initrd = join(parent.path, "initrd");
  await writeFile(path("disk"), Buffer.alloc(1 << 20));
  await writeFile(initrd, "none");
  await writeFile(path("kernel"), guestProgram(steps));
  const reports: Report[] = [];
  const outcome = await bootSystem({
    disk: path("disk"),
    start: { kernel: path("kernel"), initrd, append: "" },
    network: "isolated",
    kernel: path("kernel"),
    architecture: "amd64",
    accelerator: "tcg",
    expected: { checksum, packageCount: 187 },
    logFile: path("console.log"),
    reportFile: path("report.json"),
    memoryMiB: 64,
    timeoutSeconds: 60,
    patience: { ...usualPatience, afterTrouble: 1 },
    report: (report) => reports.push(report),
    signal: new AbortController().signal,
    clock: () => new Date(),
    ...options,
  }).catch((error: unknown) => error);
  const read = (name: string) => readFile(path(name), "utf8").catch(() => undefined);
  const { stdout: left } = await run({ tool: "pgrep", args: ["-f", parent.path], accept: [0, 1] });
  return { outcome, reports, left, log: await read("console.log"), report: await read("report.json") };
}

describe("a machine that comes up", () => {
  test("is reported, with its console told and kept", async () => {
    const { outcome, reports, log, report, left } = await boot([
      say("\x1b[0;32mhello\x1b[0m\r\n"),
      tell(probeOutput()),
      { do: "power off" },
    ]);

    expect(outcome).toMatchObject({
      passed: true,
      accelerator: "tcg",
      system: { kernel: "6.12.117+deb13-cloud-amd64" },
    });
    expect(bootReport.parse(report ?? "", "report.json")).toEqual(outcome);
    expect(reports).toContainEqual({ type: "log", line: "hello" });
    expect(log).toContain("\x1b[0;32mhello");
    expect(left).toBe("");
  });

  test("and breaks a rule is refused, with its report kept", async () => {
    const { outcome, report } = await boot([tell(probeOutput({ packages: "186" })), { do: "power off" }]);

    expect(outcome).toMatchObject({
      code: "boot-failed",
      diagnostics: [{ given: "186 packages", allowed: "187 packages" }],
    });
    expect(bootReport.parse(report ?? "", "report.json").passed).toBe(false);
  });

  test("and does not power off is refused for that", async () => {
    const { outcome, left } = await boot([tell(probeOutput()), { do: "hang" }], {
      patience: { ...usualPatience, powerOff: 1 },
    });

    expect(outcome).toMatchObject({ code: "boot-failed", diagnostics: [{ given: "still on after 1 s" }] });
    expect(left).toBe("");
  });
});

describe("a machine that does not come up", () => {
  test.each<[string, GuestStep[], Options, RegExp]>([
    [
      "named by its panic, though it hangs after it",
      [say("[    1.1] Kernel panic - not syncing: Fatal exception\r\nthe end\r\n"), { do: "hang" }],
      {},
      /the kernel panicked\n.*Kernel panic.*\n {2}the end$/,
    ],
    [
      "named by its panic, though it reboots at once",
      [say("[    1.1] Kernel panic - not syncing: Fatal exception\r\n"), { do: "power off" }],
      {},
      /the kernel panicked/,
    ],
    [
      "named by a prompt that no line end follows",
      [say("Entering emergency mode. Exit the shell"), { do: "power off" }],
      {},
      /the system went into emergency mode/,
    ],
    [
      "called hanging when it is silent",
      [say("Linux version 6\r\n"), { do: "hang" }],
      { patience: { ...usualPatience, silence: 2 } },
      /it hangs: it was silent for 2 s\n {2}.*Linux version 6/,
    ],
    [
      "ended after its time, though it speaks, with what it waited for",
      [tell(starting), { do: "chatter" }],
      { timeoutSeconds: 3 },
      /not up after 3 s, still starting slow\.service/,
    ],
    [
      "told apart when it switches itself off",
      [tell(starting), { do: "power off" }],
      {},
      /before the probe in it had finished/,
    ],
    [
      "refused when something else speaks for the probe",
      [tell("debian login: \n"), { do: "hang" }],
      {},
      /not in its format: debian login:/,
    ],
  ])("is %s", async (_, steps, options, message) => {
    const { outcome, left, report } = await boot(steps, options);

    expect(outcome).toMatchObject({ code: "boot-failed", message: expect.stringMatching(message) });
    expect(report).toBeUndefined();
    expect(left).toBe("");
  });

  test("is gone when the user cancels", async () => {
    const { outcome, left } = await boot([{ do: "chatter" }], { signal: AbortSignal.timeout(1500) });

    expect(outcome).toMatchObject({ code: "cancelled" });
    expect(left).toBe("");
  });

  test("because qemu cannot start it fails with what qemu said", async () => {
    const { outcome } = await boot([], { disk: "/nonexistent/disk" });

    expect(outcome).toMatchObject({
      code: "tool-failed",
      message: expect.stringContaining("/nonexistent/disk"),
    });
  });

  test("because its architecture cannot be booted yet is said so", async () => {
    const { outcome } = await boot([], { architecture: "arm64" });

    expect(outcome).toMatchObject({ code: "boot-unsupported", message: expect.stringContaining("arm64") });
  });
});
