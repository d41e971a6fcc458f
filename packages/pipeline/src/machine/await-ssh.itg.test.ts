import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "@debootc/core/event/event";
import { freePort } from "@debootc/tools/http/free-port";
import { startMachine } from "@debootc/tools/vm/qemu";
import { expect, test } from "vitest";
import { type GuestStep, guestProgram } from "../boot/guest-program.fixture.ts";
import { awaitSsh } from "./await-ssh.ts";

const signal = new AbortController().signal;

/** Waits for a login to a made-up guest, which takes none. */
async function loginTo(steps: readonly GuestStep[], timeoutSeconds: number) {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-run-"));
  const kernel = join(directory.path, "kernel");
  await writeFile(kernel, guestProgram(steps));
  const port = await freePort();
  const machine = startMachine(
    {
      ...{
        architecture: "amd64",
        accelerator: "tcg",
        memoryMiB: 64,
        cpus: 1,
        network: "open",
        sshPort: port,
      },
      start: { kernel, append: "" },
    },
    { signal },
  );
  const reports: Report[] = [];
  const outcome = await awaitSsh(machine, {
    login: { port, keyFile: join(directory.path, "no-key") },
    timeoutSeconds,
    logFile: "/l/console.log",
    report: (report) => reports.push(report),
    signal,
    clock: () => new Date(),
  }).catch((error: unknown) => error);
  machine.kill();
  await machine.done.catch(() => {});
  return { outcome, reports };
}

const say = (text: string): GuestStep => ({ do: "write", to: "console", text });

test("a machine that switches itself off is not waited for, and its console is reported", async () => {
  const { outcome, reports } = await loginTo([say("good bye\r\n"), { do: "power off" }], 60);

  expect(outcome).toMatchObject({
    code: "boot-failed",
    message: expect.stringMatching(/switched itself off[^]*good bye/),
  });
  expect(reports).toContainEqual({ type: "log", line: "good bye" });
});

test("a machine that takes no login is given up after its time, with its console", async () => {
  const { outcome } = await loginTo([say("Linux version 6\r\n"), { do: "hang" }], 2);

  expect(outcome).toMatchObject({
    code: "boot-failed",
    message: expect.stringMatching(/no login by ssh within 2 s[^]*Linux version 6/),
  });
});
