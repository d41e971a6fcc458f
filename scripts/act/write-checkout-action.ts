import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const definition = `name: checkout
description: Empty the workspace, and copy the repository into it, as on a new runner
inputs:
  path:
    description: a directory below the workspace
runs:
  using: node24
  main: main.js
`;

const program = `import { cpSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
const { GITHUB_WORKSPACE: workspace, DEBOOTC_ACT_SOURCE: source, INPUT_PATH: path } = process.env;
if (!path) for (const name of readdirSync(workspace)) rmSync(join(workspace, name), { recursive: true, force: true });
cpSync(source, join(workspace, path ?? ""), { recursive: true, verbatimSymlinks: true });
`;

/** Writes what stands in for actions/checkout, since jobs on one machine share a workspace, and GitHub is not asked. */
export async function writeCheckoutAction(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "action.yml"), definition);
  await writeFile(join(directory, "package.json"), '{"type": "module"}\n');
  await writeFile(join(directory, "main.js"), program);
}
