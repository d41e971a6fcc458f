#!/usr/bin/env node
import { availableParallelism, homedir } from "node:os";
import { cancelOnSignals } from "./cancellation.ts";
import { doorDefaults } from "./door-defaults.ts";
import { undecodableInput } from "./door/undecodable-input.ts";
import { failureText } from "./failure-text.ts";
import { statusOfLostOutput } from "./lost-output.ts";
import { pipelineEnvironment } from "@debootc/pipeline/door/pipeline-environment";
import { runProgram } from "./program.ts";
import { askAtTerminal } from "./screen/ask-at-terminal.ts";
import { outputOf } from "./screen/output.ts";
import { screenOf } from "./screen/screen.ts";
import { stopCommandsOn } from "./screen/stop-commands.ts";
import { settingsPaths, userSettings } from "@debootc/pipeline/door/user-settings";

const { env } = process;
const words = process.argv.slice(2);
const home = homedir();
const directory = process.cwd();
const [output, errors] = [outputOf(process.stdout), outputOf(process.stderr)];
const stderr = screenOf(errors, env, directory);
// What Node would print of a fault by itself may quote a package.
process.on("uncaughtException", (error) => {
  stderr.write(failureText(error, stderr));
  process.exit(1);
});

const status = await runProgram(words, {
  stdout: screenOf(output, env, directory),
  stderr,
  clock: () => new Date(),
  defaults: doorDefaults({ architecture: process.arch, cpus: availableParallelism(), home }, env),
  settings: () => userSettings(env, home, settingsPaths(home, env)),
  environment: pipelineEnvironment(env, { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }),
  cancellation: cancelOnSignals(process),
  ask: askAtTerminal(process.stdin, stderr),
  stopCommands: env.GITHUB_ACTIONS === "true" ? stopCommandsOn(errors.write) : undefined,
  refusal: undecodableInput({ words, environment: env, home, directory }),
});
process.exitCode = statusOfLostOutput(status, await output.settled(), stderr);
await errors.settled();
