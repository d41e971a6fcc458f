#!/usr/bin/env node
import { availableParallelism, homedir } from "node:os";
import { cancelOnSignals } from "./cancellation.ts";
import { doorDefaults } from "./door-defaults.ts";
import { pipelineEnvironment } from "./pipeline-environment.ts";
import { runProgram } from "./program.ts";
import { screenOf } from "./screen/screen.ts";
import { settingsPaths, userSettings } from "./door/user-settings.ts";

const { stdout, stderr, env } = process;
const home = homedir();
const directory = process.cwd();
const cancellation = cancelOnSignals(process);
for (const stream of [stdout, stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    cancellation.abandon();
  });
}

process.exitCode = await runProgram(process.argv.slice(2), {
  stdout: screenOf(stdout, env, directory),
  stderr: screenOf(stderr, env, directory),
  clock: () => new Date(),
  defaults: doorDefaults({ architecture: process.arch, cpus: availableParallelism(), home }, env),
  settings: () => userSettings(env, home, settingsPaths(home, env)),
  environment: pipelineEnvironment(env, { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }),
  cancellation,
});
