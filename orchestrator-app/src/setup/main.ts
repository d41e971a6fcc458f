#!/usr/bin/env node
import { DebootcError } from "@debootc/core/error/debootc-error";
import { serveSettings } from "@debootc/core/hub/serve-settings";
import { Command } from "commander";
import { randomBytes } from "node:crypto";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { setUpApp } from "./set-up-app.ts";
import { reportFailure } from "../door/report-failure.ts";

// The door of the command that registers the App: nothing else of it reads the environment.
const { env, argv, stdout, stderr } = process; // oxlint-disable-line node/no-process-env

interface Options {
  readonly publicUrl: string;
  readonly name: string;
  readonly githubUrl: string;
  readonly organization?: string;
  readonly public?: boolean;
  readonly dataDir?: string;
}

const examples = `
Examples:
  debootc orchestrator setup --public-url https://hub.example.org
  debootc orchestrator setup --public-url https://hub.example.org --organization acme
`;

const command = new Command("setup")
  .description(
    "register the hub as a GitHub App, with the least permissions, by a page in a browser of this machine",
  )
  .requiredOption("--public-url <url>", "the address at which GitHub reaches the hub")
  .option("--name <name>", "the name of the App", "debootc")
  .option("--github-url <url>", "the address of a GitHub Enterprise Server", "https://github.com")
  .option("--organization <name>", "the organization that owns the App")
  .option("--public", "let others install it, too")
  .option("--data-dir <directory>", "where the App's keys are kept")
  .addHelpText("after", examples)
  .exitOverride()
  .action(async ({ public: isPublic = false, dataDir, organization, ...given }: Options) => {
    const { dataDir: directory } = serveSettings({
      options: dataDir === undefined ? {} : { dataDir: resolve(dataDir) },
      environment: env,
      home: homedir(),
    });
    for (const url of [given.publicUrl, given.githubUrl]) {
      if (/^https?:$/.test(URL.parse(url)?.protocol ?? "")) continue;
      throw new DebootcError(
        "usage",
        `cannot register the App: ${url} is not an address such as https://hub.example.org`,
      );
    }
    const stopping = new AbortController();
    process.once("SIGINT", () => stopping.abort()).once("SIGTERM", () => stopping.abort());
    const { slug, installUrl } = await setUpApp({
      ...given,
      ...(organization === undefined ? {} : { organization }),
      directory,
      isPublic,
      state: randomBytes(32).toString("hex"),
      signal: stopping.signal,
      onReady: (url) => void stdout.write(`Open ${url} in a browser of this machine, and confirm there.\n`),
    });
    stdout.write(`Registered ${slug}; its keys are in ${directory}. Install it: ${installUrl}\n`);
  });

try {
  await command.parseAsync(argv);
} catch (error) {
  process.exitCode = reportFailure(error, (text) => void stderr.write(text));
}
