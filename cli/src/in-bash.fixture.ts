import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether a compose came to its end, whatever became of its output. */
  readonly isFinished: boolean;
}

/** Runs command lines of bash in a directory with a good and a bad treefile. */
export interface BashScene extends AsyncDisposable {
  readonly directory: string;
  /** In the line `debootc` is the program, with a compose that comes to its end at once. */
  readonly run: (line: string) => Promise<Ended>;
}

export async function bashScene(): Promise<BashScene> {
  const directory = await mkdtemp(join(tmpdir(), "debootc-bash-"));
  await writeFile(join(directory, "good.yaml"), "ref: x/${basearch}/y\nsuite: trixie\npackages: [vim]\n");
  await writeFile(join(directory, "bad.yaml"), "ref: x/y\nsuite: trixie\npakages: [vim]\n");
  const beside = (name: string) => join(import.meta.dirname, name);
  const program = [process.execPath, "--import", beside("stub-pipeline.fixture.ts"), beside("main.ts")];
  const prelude = `set -o pipefail; debootc() { ${program.map((word) => `'${word}'`).join(" ")} "$@"; }`;
  return {
    directory,
    run: async (line) => {
      const note = join(directory, `finished-${randomUUID()}`);
      const child = spawn("bash", ["-c", `${prelude}; ${line}`], {
        cwd: directory,
        env: {
          HOME: directory,
          PATH: "/usr/bin:/bin",
          NODE_COMPILE_CACHE: join(directory, "compiled"),
          FINISH: note,
        },
      });
      child.stdin.end();
      let [stdout, stderr] = ["", ""];
      child.stdout.on("data", (data) => (stdout += data));
      child.stderr.on("data", (data) => (stderr += data));
      const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
      const isFinished = (await readFile(note, "utf8").catch(() => "")) !== "";
      return { status, stdout, stderr, isFinished };
    },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
}
