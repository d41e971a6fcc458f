import { once } from "node:events";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import type { Report } from "@debootc/core/event/event";
import { freePort } from "@debootc/tools/http/free-port";
import type { Running } from "@debootc/tools/run";
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

/** Waits for a login by a port of this machine that stands for one whose console stays empty. */
async function loginBy(port: number, timeoutSeconds: number, clock: () => Date): Promise<unknown> {
  const never = new Promise<never>(() => {});
  const machine: Running = { stdout: new PassThrough(), done: never, exited: never, kill: () => {} };
  return awaitSsh(machine, {
    login: { port, keyFile: "/no-key" },
    timeoutSeconds,
    logFile: "/l/console.log",
    report: () => {},
    signal,
    clock,
  }).catch((error: unknown) => error);
}

test("a machine that is silent has as much time as was given", async () => {
  let asked = 0;
  const hourglass = () => new Date(asked++ * 100_000);

  expect(await loginBy(await freePort(), 600, hourglass)).toMatchObject({
    code: "boot-failed",
    message: expect.stringMatching(/^the machine took no login by ssh within 600 s/),
  });
});

/** The greeting of an ssh server, and its offer (RFC 4253, sections 4.2 and 7.1) with a key that no client takes. */
function unusableOffer(): Buffer {
  const text = (value: string) => {
    const bytes = Buffer.from(value);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const ciphers = "aes128-ctr";
  const codes = "hmac-sha2-256";
  const lists = ["curve25519-sha256", "ssh-dss", ciphers, ciphers, codes, codes, "none", "none", "", ""];
  const payload = Buffer.concat([Buffer.of(20), Buffer.alloc(16), ...lists.map(text), Buffer.alloc(5)]);
  const padding = 8 - ((payload.length + 5) % 8) + 8;
  const head = Buffer.alloc(5);
  head.writeUInt32BE(payload.length + padding + 1);
  head.writeUInt8(padding, 4);
  return Buffer.concat([Buffer.from("SSH-2.0-test\r\n"), head, payload, Buffer.alloc(padding)]);
}

test("a machine whose sshd refuses is given up with its reason, before its time", async () => {
  const server = createServer((socket) => socket.on("error", () => {}).end(unusableOffer()));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  const outcome = await loginBy(port, 600, () => new Date(0));
  server.close();

  expect(outcome).toMatchObject({
    code: "boot-failed",
    message: expect.stringMatching(
      /^the machine refused the login by ssh \(ssh: .*no matching host key type/,
    ),
  });
}, 30_000);
