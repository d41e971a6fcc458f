import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { GuestSigns } from "@debootc/core/boot/guest-ending";
import { connectionLost, sessionStatus } from "@debootc/core/boot/session-status";
import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { RunRequest } from "@debootc/core/request/run-request";
import { type Running, runAttached } from "@debootc/tools/run";
import { machineCommand, startMachine, type VirtualMachine } from "@debootc/tools/vm/qemu";
import { openSession, type SshLogin, sshCommand } from "@debootc/tools/vm/ssh-login";
import { defineNode } from "../engine/node.ts";
import { slot } from "../engine/slot.ts";
import type { Run } from "../engine/with-run.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import { awaitSsh } from "./await-ssh.ts";

/** Is a machine that is ready to start, and who is to use it. */
export interface Session {
  readonly request: Pick<RunRequest, "command" | "timeout" | "memory" | "json">;
  readonly compose: Pick<LegOfCompose, "composeId">;
  readonly machine: VirtualMachine & { readonly consoleLog: string };
  readonly login: SshLogin;
  /** Directory of what this run alone has. */
  readonly scratch: string;
  readonly run: Run;
  readonly dependencies: PipelineDependencies & { readonly handOver: () => void };
}

/** Gives the console of the machine to this terminal until it ends. Throws `tool-failed`, `cancelled`. */
export async function useConsole(session: Session): Promise<number> {
  const { machine, login, compose, run, request, dependencies } = session;
  const { display } = dependencies.environment;
  run.report({
    type: "ready",
    facts: [
      { label: "machine", value: `${compose.composeId}, ${speed(machine)}` },
      { label: "console", value: "this terminal; Ctrl-A X ends the machine, Ctrl-C goes into it" },
      { label: "writes", value: "forgotten when it ends" },
    ],
    next: [{ purpose: "log in from another terminal, if it has sshd", command: sshCommand(login) }],
  });
  dependencies.handOver();
  const exitStatus = await runAttached({
    ...machineCommand({ ...machine, interactive: true }),
    env: { ...display, TMPDIR: session.scratch },
    // Events have standard output to themselves.
    streams: request.json ? [0, 2, 2] : [0, 1, 2],
    signal: dependencies.signal,
  });
  if (exitStatus === 0) return 0;
  throw new DebootcError("tool-failed", `the virtual machine ended with exit status ${exitStatus}`, {
    hint: "What qemu said is above.",
  });
}

interface LoggedIn {
  readonly machine: Running;
  readonly signs: () => GuestSigns;
}

const loginSlot = slot<LoggedIn>("login");

/**
 * Logs in to the machine, and ends it when the session has ended, with whose exit status it answers. Throws `tool-failed` if
 * qemu failed meanwhile, `boot-failed`, `cancelled`.
 */
export async function useSsh(session: Session): Promise<number> {
  const { login, request, run, dependencies } = session;
  const { signal, environment } = dependencies;
  const { records } = await run.nodes([loginNode(session)], {
    logDirectory: dirname(session.machine.consoleLog),
    workDirectory: join(session.scratch, "work"),
    atOnce: 1,
    privilege: privilegeOf(environment.user),
  });
  const { machine, signs } = records.of(loginSlot);
  dependencies.handOver();
  const output = request.json ? 2 : 1;
  const exitStatus = await openSession(login, { command: request.command, output }, signal);
  const isOff = exitStatus === connectionLost && (await switchesOff(machine));
  machine.kill();
  return sessionStatus(exitStatus, { isOff, trouble: signs().trouble });
}

async function switchesOff(machine: Running): Promise<boolean> {
  return Promise.race([machine.done.then(() => true), sleep(powerOffMs, false, { ref: false })]);
}

/** How long a machine may take to switch itself off, once it has closed the session. */
const powerOffMs = 60_000;

function loginNode({ machine, login, request, scratch, run, dependencies }: Session) {
  return defineNode<LoggedIn, Record<string, never>>({
    leaves: loginSlot,
    phase: "output",
    title: "Boot, and wait for a login",
    reads: {},
    required: true,
    // The waiting has a limit of its own, whose message says more.
    timeoutSeconds: request.timeout + 600,
    resources: { cpus: machine.cpus, memoryMiB: machine.memoryMiB, diskMiB: 1024 },
    run: async (_, { report, signal }) => {
      const env = { ...dependencies.environment.display, TMPDIR: scratch };
      const running = startMachine(machine, { signal: dependencies.signal, env });
      run.held.defer(async () => {
        running.kill();
        await running.done.catch(() => {});
      });
      const { timeout: timeoutSeconds } = request;
      const { clock } = dependencies;
      const waiting = { login, timeoutSeconds, logFile: machine.consoleLog, report, signal, clock };
      const signs = await awaitSsh(running, waiting);
      return { output: { machine: running, signs } };
    },
  });
}

function speed({ accelerator, memoryMiB }: VirtualMachine): string {
  return `${accelerator === "kvm" ? "with KVM" : "emulated, without KVM"}, ${memoryMiB} MiB`;
}
