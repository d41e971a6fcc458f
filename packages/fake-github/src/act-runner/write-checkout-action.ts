import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const definition = `name: checkout
description: Get a commit of a repository from the GitHub that this runner belongs to
inputs:
  repository: {description: as OWNER/NAME; this one when absent}
  ref: {description: a branch, a tag or a commit; that of the run when absent}
  path: {description: a directory below the workspace}
  fetch-depth: {description: how many commits, default: "1"}
  token: {description: who asks, default: "\${{ github.token }}"}
runs:
  using: node24
  main: main.js
`;

const program = `import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
const { env } = process;
const directory = join(env.GITHUB_WORKSPACE, env.INPUT_PATH ?? "");
const repository = env.INPUT_REPOSITORY || env.GITHUB_REPOSITORY;
const isOwn = repository === env.GITHUB_REPOSITORY;
const wanted = env.INPUT_REF || (isOwn ? env.GITHUB_SHA : "HEAD");
mkdirSync(directory, { recursive: true });
for (const name of readdirSync(directory)) rmSync(join(directory, name), { recursive: true, force: true });
// A token is never an argument.
const header = "AUTHORIZATION: basic " + Buffer.from("x-access-token:" + env.INPUT_TOKEN).toString("base64");
const withToken = { ...env, GIT_TERMINAL_PROMPT: "0", GIT_CONFIG_COUNT: "1" };
Object.assign(withToken, { GIT_CONFIG_KEY_0: "http.extraHeader", GIT_CONFIG_VALUE_0: header });
const git = (...args) =>
  execFileSync("git", ["-c", "safe.directory=*", ...args], { cwd: directory, env: withToken, stdio: "inherit" });
const depth = env["INPUT_FETCH-DEPTH"] || "1";
git("init", "--quiet", "--initial-branch", "main");
git("remote", "add", "origin", new URL("/" + repository + ".git", env.ACT_RUNNER_SERVER).href);
git("fetch", "--quiet", ...(depth === "0" ? [] : ["--no-tags", "--depth", depth]), "origin", wanted);
git("checkout", "--quiet", "--detach", "FETCH_HEAD");
`;

/** Writes what stands in for actions/checkout: act would ask github.com. */
export async function writeCheckoutAction(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "action.yml"), definition);
  await writeFile(join(directory, "package.json"), '{"type": "module"}\n');
  await writeFile(join(directory, "main.js"), program);
}
