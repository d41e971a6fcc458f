#!/usr/bin/env node
import { DebootcError } from "@debootc/core/error/debootc-error";
import { serveSettings } from "@debootc/core/hub/serve-settings";
import { CommanderError } from "commander";
import { randomBytes } from "node:crypto";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { dbCommand } from "./db-command.ts";

// The door of the commands that look after a database: nothing else of them reads the environment.
const { env, argv, stdout, stderr } = process; // oxlint-disable-line node/no-process-env

const settings = (dataDir?: string) =>
  serveSettings({
    options: dataDir === undefined ? {} : { dataDir: resolve(dataDir) },
    environment: env,
    home: homedir(),
  });

try {
  await dbCommand({
    databaseUrl: settings().databaseUrl,
    dataDir: (given) => settings(given).dataDir,
    write: (text) => void stdout.write(text),
    clock: () => new Date(),
    randomBytes,
  }).parseAsync(argv);
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  // Commander has written what there is to say.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (!(error instanceof DebootcError)) {
    stderr.write(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
  stderr.write(`error: ${error.message}\n${error.hint === undefined ? "" : `hint: ${error.hint}\n`}`);
  return error.exitStatus;
}
