import { run } from "@debootc/tools/run";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

type Texts = Readonly<Record<string, string>>;

/** Runs the main program of an action as a runner does, in a workspace, and returns what it left. */
export async function runStep(main: string, workspace: string, inputs: Texts, environment: Texts = {}) {
  const [output, summary] = [join(workspace, ".output"), join(workspace, ".summary")];
  for (const file of [output, summary]) await writeFile(file, "");
  const { stdout, exitCode } = await run({
    tool: process.execPath,
    args: [main],
    cwd: workspace,
    env: {
      ...{ HOME: workspace, GITHUB_WORKSPACE: workspace, RUNNER_TEMP: workspace },
      ...{ GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, INPUT_INPUTS: JSON.stringify(inputs) },
      ...environment,
    },
    accept: "all",
  });
  const outputs = [...(await readFile(output, "utf8")).matchAll(/^(.+)<<(.+)\n([^]*?)\n\2$/gm)];
  return {
    ...{ stdout, exitCode, summary: await readFile(summary, "utf8") },
    outputs: Object.fromEntries(outputs.map(([, name, , value]) => [name, value])) as Texts,
  };
}
