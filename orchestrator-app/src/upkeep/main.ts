#!/usr/bin/env node
import { serveSettings } from "@debootc/core/hub/serve-settings";
import { randomBytes } from "node:crypto";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { dbCommand } from "./db-command.ts";
import { reportFailure } from "../door/report-failure.ts";

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
  process.exitCode = reportFailure(error, (text) => void stderr.write(text));
}
