import type { Order } from "@debootc/core/fleet/agent-messages";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type StubHub, token } from "../hub/stub-hub.fixture.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

/**
 * Stands for a runner: what it is configured with is a script, which it runs as its job, without its own secret.
 */
const runner = `#!/bin/bash
[ "\${1:-}" != --version ] || { echo 1.2.3; exit; }
script=$(base64 -d <<<"$ACTIONS_RUNNER_INPUT_JITCONFIG")
unset ACTIONS_RUNNER_INPUT_JITCONFIG
exec bash -c "$script"
`;

let orders = 0;

/** Returns an order whose job is a script of bash, and the secret that its runner is configured with. */
export function orderOf(
  script: string,
  changes: Partial<Order> = {},
): Order & { readonly jitConfig: string } {
  orders += 1;
  return {
    id: `${orders}-${"abcdef0123456789".slice(orders % 8, (orders % 8) + 8)}`,
    label: `debootc-t-${orders}-1-abcdef`,
    runnerName: `debootc-${orders}`,
    jitConfig: Buffer.from(`${script}\n# a comment, so that it is as long as a secret\n`).toString("base64"),
    timeoutSeconds: 600,
    task: { id: orders, name: "leg server/amd64", kind: "leg" },
    run: 1,
    repository: "acme/os",
    ...changes,
  };
}

interface AgentOptions {
  readonly options?: readonly string[];
  readonly workDir?: string;
  /** Variables that it has besides. */
  readonly environment?: Readonly<Record<string, string>>;
  /** As whom it runs, if not as this process. */
  readonly user?: number;
}

/** Is an agent that runs as a process of its own, in a directory of its own. */
export class AgentProcess implements AsyncDisposable {
  readonly directory: string;
  readonly workDir: string;
  readonly #hub: StubHub;
  readonly #options: readonly string[];
  readonly #environment: Readonly<Record<string, string>>;
  readonly #user: number | undefined;
  #written = "";
  #child: ChildProcess | undefined;
  #ended: Promise<number | string> | undefined;

  private constructor(
    directory: string,
    hub: StubHub,
    { options = [], workDir, environment = {}, user }: AgentOptions,
  ) {
    this.directory = directory;
    this.#hub = hub;
    this.#options = options;
    this.#environment = environment;
    this.#user = user;
    this.workDir = workDir ?? join(directory, "work");
  }

  static async create(hub: StubHub, options: AgentOptions = {}): Promise<AgentProcess> {
    const directory = await mkdtemp(join(tmpdir(), "debootc-agent-"));
    await writeFile(join(directory, "token"), `${token}\n`, { mode: 0o600 });
    await writeFile(join(directory, "runner"), runner);
    await chmod(join(directory, "runner"), 0o755);
    const { user } = options;
    if (user !== undefined)
      for (const path of [directory, join(directory, "token")]) await chown(path, user, user);
    const agent = new AgentProcess(directory, hub, options);
    agent.start();
    return agent;
  }

  get written(): string {
    return this.#written;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Settles with its exit status or the signal that ended it. */
  get ended(): Promise<number | string> {
    return this.#ended ?? Promise.resolve(0);
  }

  start(): void {
    const files = { "--token-file": "token", "--runner": "runner", "--cache-dir": "cache" };
    const paths = Object.entries(files).flatMap(([option, name]) => [option, join(this.directory, name)]);
    const args = [...paths, "--hub", this.#hub.url, "--work-dir", this.workDir, "--build-arch", "amd64"];
    const user = this.#user;
    const child = spawn(process.execPath, [main, ...args, "--grace-seconds", "1", ...this.#options], {
      ...(user === undefined ? {} : { uid: user, gid: user }),
      env: {
        PATH: "/usr/bin:/bin",
        HOME: this.directory,
        TMPDIR: tmpdir(),
        DEBOOTC_HUB_KEY: "not-for-jobs",
        ...this.#environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (piece: Buffer) => (this.#written += piece.toString()));
    this.#ended = once(child, "exit").then(([status, signal]) => (status ?? signal) as number | string);
    this.#child = child;
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const name of ["SIGCONT", "SIGTERM", "SIGTERM"] as const) this.signal(name);
    const killed = setTimeout(() => this.signal("SIGKILL"), 20_000);
    await this.ended;
    clearTimeout(killed);
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** Lists the processes of this machine whose command line or environment has a text, with a reason. */
export async function processesWith(text: string, file: "cmdline" | "environ"): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^[0-9]+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const read = await readFile(`/proc/${pid}/${file}`, "latin1").catch(() => "");
      return read.includes(text) ? [pid] : [];
    }),
  );
  return found.flat();
}
