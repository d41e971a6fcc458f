#!/usr/bin/env node
import { DebootcError } from "@debootc/core/error/debootc-error";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { setUpApp } from "./setup/set-up-app.ts";

const { argv, stderr, stdout } = process;

const examples = `
Examples:
  debootc orchestrator setup --url https://hub.example.org --data-dir /var/lib/debootc
  debootc orchestrator setup --url https://hub.example.org --data-dir data --organization acme
  debootc orchestrator setup --url https://hub.example.org --data-dir data --github-url https://git.example.org
`;

interface Options {
  readonly url: string;
  readonly dataDir: string;
  readonly name: string;
  readonly githubUrl: string;
  readonly organization?: string;
  readonly public?: boolean;
  readonly port?: number;
}

const command = new Command("setup")
  .description("register the hub as a GitHub App, by a page on this machine and a manifest")
  .requiredOption("--url <url>", "where GitHub reaches the hub: https://hub.example.org", webAddress)
  .requiredOption("--data-dir <directory>", "where the key and the webhook secret are kept", (one) =>
    resolve(one),
  )
  .option("--name <name>", "the name of the App, unique on GitHub", "debootc hub")
  .option(
    "--github-url <url>",
    "the pages of GitHub, or of a GitHub Enterprise Server",
    webAddress,
    "https://github.com",
  )
  .option("--organization <login>", "the organization that owns the App (whoever registers it)")
  .option("--public", "let anybody install it")
  .option("--port <number>", "the port of the page (a free one)", portNumber)
  .addHelpText("after", examples)
  .exitOverride();

try {
  command.parse(argv);
  await run(command.opts<Options>());
} catch (error) {
  process.exitCode = report(error);
}

async function run({ url, public: isPublic = false, dataDir, ...options }: Options): Promise<void> {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort()).once("SIGTERM", () => stop.abort());
  const { slug, appId, installUrl } = await setUpApp({
    ...options,
    directory: dataDir,
    publicUrl: url,
    isPublic,
    state: randomBytes(32).toString("base64url"),
    onReady: (page) => stderr.write(`Open ${page} in a browser on this machine, and follow it.\n`),
    signal: stop.signal,
  });
  stdout.write(
    `The App ${slug} (${appId}) is registered; its key is in ${dataDir}.\nInstall it: ${installUrl}\n`,
  );
}

function webAddress(text: string): string {
  const isWeb = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  if (!isWeb) throw new InvalidArgumentError("Allowed: an address that begins with https://.");
  return text;
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^[0-9]{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError("Allowed: 0 to 65535.");
  return port;
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
