import { join } from "node:path";
import { findTool } from "../find-tool.ts";
import { run } from "../run.ts";
import { inMemory } from "../sandbox/sandbox.ts";

interface DiffoscopeWish {
  readonly expected: string;
  readonly built: string;
  /** Gets the reports; exists. */
  readonly directory: string;
  /** File name of the reports, without `.html` and `.txt`. */
  readonly name: string;
  readonly signal: AbortSignal;
  readonly timeoutSeconds: number;
}

/** Whether diffoscope is installed: it is never required. */
export async function hasDiffoscope(): Promise<boolean> {
  return (await findTool("diffoscope")) !== undefined;
}

/**
 * Lets diffoscope explain how two files differ, as HTML and as text, and answers with the names of the reports. It
 * unpacks whatever it meets with a hundred other programs, so it sees nothing but the two files. Throws `timed-out`.
 */
export async function writeDiffoscopeReports(wish: DiffoscopeWish): Promise<string[]> {
  const { expected, built, directory, name, signal, timeoutSeconds } = wish;
  const reports = [`${name}.html`, `${name}.txt`] as const;
  const command = {
    tool: "diffoscope",
    args: [
      "--no-progress",
      "--no-default-limits",
      "--max-report-size=20000000",
      "--max-text-report-size=5000000",
      `--html=/compare/reports/${reports[0]}`,
      `--text=/compare/reports/${reports[1]}`,
      "/compare/expected.deb",
      "/compare/built.deb",
    ],
    env: { HOME: "/tmp", TMPDIR: "/tmp" },
    signal,
    timeoutSeconds,
    // 1: they differ.
    accept: [0, 1],
  };
  await run(
    inMemory(command, {
      binds: [
        { source: expected, target: "/compare/expected.deb" },
        { source: built, target: "/compare/built.deb" },
        { source: join(directory), target: "/compare/reports", writable: true },
      ],
    }),
  );
  return [...reports];
}
