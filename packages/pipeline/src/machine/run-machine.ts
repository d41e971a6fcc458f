import { join } from "node:path";
import type { RunResult } from "@debootc/core/boot/run-result";
import { loginCredentials } from "@debootc/core/boot/login-credentials";
import type { LegOfCompose } from "@debootc/core/compose/composed-leg";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { RunRequest } from "@debootc/core/request/run-request";
import { freePort } from "@debootc/tools/http/free-port";
import { makeSshKey } from "@debootc/tools/keys/make-ssh-key";
import { treeHas } from "@debootc/tools/ostree/tree-files";
import type { SshLogin } from "@debootc/tools/vm/ssh-login";
import { usualCpus } from "@debootc/tools/vm/qemu";
import { requireFirmware } from "../boot/firmware.ts";
import { refuseKernelless } from "../boot/refuse-kernelless.ts";
import { cacheLayout } from "../cache/cache-layout.ts";
import { findCompose } from "../composed/find-compose.ts";
import { runOnCompose } from "../composed/run-on-compose.ts";
import { warnOfAccess } from "../composed/warn-of-access.ts";
import { type Run, withRun } from "../engine/with-run.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import { requireRoot } from "../worker/require-root.ts";
import { exportedDisk } from "./exported-disk.ts";
import { preparedSlot, prepareNode } from "./prepared-machine.ts";
import { requireScreen } from "./require-screen.ts";
import { type Session, useConsole, useSsh } from "./use-machine.ts";

/**
 * Runs a finished compose as a virtual machine until it is switched off (`debootc run`): its console in this terminal, or a
 * session by ssh. Nothing that it writes stays. `handOver` is called before the terminal goes to the machine.
 * Throws `boot-unsupported`, `boot-failed` for a machine that takes no login, `usage`, `tool-missing`, `cancelled`.
 */
export async function runMachine(
  request: RunRequest,
  dependencies: PipelineDependencies,
  handOver: () => void,
): Promise<RunResult> {
  return withRun(dependencies, (run) => perform(request, { ...dependencies, handOver }, run));
}

async function perform(
  request: RunRequest,
  dependencies: PipelineDependencies & { readonly handOver: () => void },
  run: Run,
): Promise<RunResult> {
  const { environment, signal } = dependencies;
  const { directory, result: compose } = await findCompose(request.compose, request.outputDir);
  refuseKernelless(compose);
  if (request.ssh) await refuseWithoutSshd(compose);
  if (request.gui) await requireScreen(environment.display ?? {});
  const exported = request.disk ? await exportedDisk(compose) : undefined;
  if (exported !== undefined) await requireFirmware();

  if (exported === undefined) await requireRoot("deploying a tree on a disk");
  run.begin(compose.composeId);
  await warnOfAccess(compose, run.report);
  const privilege = privilegeOf(environment.user);
  const logs = join(directory, "logs", compose.label, "run");
  let own = "";
  const records = await runOnCompose(
    {
      compose,
      logs,
      area: cacheLayout(join(request.cacheDir, "steps")).staging,
      privilege,
      nodes: (scratch) => {
        own = scratch;
        return [prepareNode({ compose, exported, scratch, privilege })];
      },
    },
    run,
  );
  const { accelerator, ...prepared } = records.of(preparedSlot);
  const key = await makeSshKey(own, `debootc run ${compose.composeId}`, signal);
  const login: SshLogin = { port: await freePort(), keyFile: key.file };
  const log = join(logs, "console.log");
  const machine: Session["machine"] = {
    ...prepared,
    architecture: compose.architecture,
    accelerator,
    memoryMiB: request.memory,
    cpus: usualCpus(accelerator),
    network: "open",
    sshPort: login.port,
    firmwareStrings: loginCredentials(key.publicKey),
    consoleLog: log,
    ...(request.gui ? { window: true } : {}),
  };
  const session: Session = { request, compose, machine, login, scratch: own, run, dependencies };
  const exitStatus = request.ssh ? await useSsh(session) : await useConsole(session);
  return { composeId: compose.composeId, accelerator, sshPort: login.port, exitStatus, log };
}

async function refuseWithoutSshd({ commit, composeId }: LegOfCompose): Promise<void> {
  if (await treeHas({ repo: commit.repo, commit: commit.checksum, path: "/usr/sbin/sshd" })) return;
  throw new DebootcError("boot-unsupported", `${composeId} has no sshd, so nobody can log in to it by ssh`, {
    hint: "Add openssh-server to its packages, or run it without --ssh: its console is then in this terminal.",
  });
}
