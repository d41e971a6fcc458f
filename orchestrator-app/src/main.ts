#!/usr/bin/env node
import { serveSettingNames, serveSettings } from "@debootc/core/hub/serve-settings";
import { Command } from "commander";
import { randomBytes } from "node:crypto";
import { flushCompileCache } from "node:module";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { pino, stdSerializers } from "pino";
import { createFirstKey } from "./keys/api-keys.ts";
import { firstSteps } from "./serve/first-steps.ts";
import { serve } from "./serve/serve.ts";
import { parseSecrets } from "./serve/webhook-secrets.ts";
import { registryEnvironment } from "./door/registry-environment.ts";
import { reportFailure } from "./door/report-failure.ts";

// The door of the hub itself: nothing else of it reads the environment.
const { env, argv, stderr } = process; // oxlint-disable-line node/no-process-env

const examples = `
Examples:
  debootc orchestrator serve
  DATABASE_URL=postgresql://hub@db/hub debootc orchestrator serve --port 8080
  debootc orchestrator serve --app-id 1234 --private-key-file key.pem --webhook-secret-file secret

The webhook secret comes from DEBOOTC_WEBHOOK_SECRET or a file, never from the command line. Two of them, each on a
line, are both good: so a secret is exchanged without losing a delivery.
`;

const names = serveSettingNames;
const file = (given: string) => resolve(given);
const command = new Command("serve")
  .description("run the hub: take GitHub's webhooks, and fan composes out to its workflows")
  .option(`${names.port.option} <number>`, "port to listen at (8090)")
  .option(`${names.host.option} <address>`, "address to listen at (127.0.0.1)")
  .option(`${names.dataDir.option} <directory>`, "where the embedded database is", file)
  .option(`${names.githubUrl.option} <url>`, "the API of GitHub (https://api.github.com)")
  .option(`${names.appId.option} <id>`, "the id of the App")
  .option(`${names.privateKeyFile.option} <file>`, "the private key of the App", file)
  .option(`${names.webhookSecretFile.option} <file>`, "the webhook secret; read again when it changes", file)
  .option(`${names.mostActive.option} <number>`, "how many tasks may be under way at once (20)")
  .option(`${names.keepBodies.option} <days>`, "how long bodies of deliveries are kept (14)")
  .option(`${names.keepDeliveries.option} <days>`, "how long deliveries are kept (90)")
  .option(`${names.keepAnswers.option} <days>`, "how long answers to idempotency keys are kept (7)")
  .option(`${names.keepLogs.option} <days>`, "how long logs are kept after their last line (30)")
  .option(`${names.keepRuns.option} <days>`, "how long runs are kept that are over (for ever)")
  .option(
    `${names.storage.option} <where>`,
    "where results are kept: disk, a directory, s3://BUCKET/PREFIX, or releases (disk)",
  )
  .option(`${names.storageEndpoint.option} <url>`, "the server for s3:// (Amazon's)")
  .option(`${names.storageRegion.option} <region>`, "the region for s3:// (us-east-1)")
  .option(`${names.storageCredentialsFile.option} <file>`, "ID:SECRET for s3://", file)
  .option(`${names.keepDays.option} <number>`, "how many days results are kept (30)")
  .option(`${names.largestArtifact.option} <GB>`, "the largest artifact that is taken (20)")
  .option(`${names.largestAsset.option} <bytes>`, "the largest file of a release; larger ones are divided")
  .addHelpText("after", examples)
  .exitOverride();

try {
  command.parse(argv);
  await run();
} catch (error) {
  process.exitCode = reportFailure(error, (text) => void stderr.write(text));
}

async function run(): Promise<void> {
  const settings = serveSettings({ options: command.opts(), environment: env, home: homedir() });
  const secret = env["DEBOOTC_WEBHOOK_SECRET"] ?? "";
  const webhookSecrets = secret === "" ? [] : parseSecrets(secret, "DEBOOTC_WEBHOOK_SECRET");
  const log = pino({ base: null, serializers: { error: stdSerializers.err } });
  const hub = await serve(settings, {
    clock: () => new Date(),
    randomBytes,
    log,
    webhookSecrets,
    storageCredentials: env["DEBOOTC_HUB_STORAGE_CREDENTIALS"],
    registry: registryEnvironment(env),
  });
  const steps = firstSteps({ ...hub.known(), port: hub.port, settings });
  if (steps !== undefined) stderr.write(`${steps}\n`);
  const key = await createFirstKey(hub.database, { now: new Date(), randomBytes });
  if (key !== undefined) stderr.write(firstKeyText(key));
  const { host } = settings;
  log.info({ host, port: hub.port, database: hub.database.kind }, "the hub listens");
  // If bin/debootc asks for such a cache, the next start is quicker, also after a kill.
  flushCompileCache();
  const stop = (signal: string) => {
    log.info({ signal }, "stopping");
    hub.stop().then(
      () => log.info({}, "stopped"),
      (error: unknown) => {
        process.exitCode = reportFailure(error, (text) => void stderr.write(text));
      },
    );
  };
  // A second signal ends the process at once, as it would without the hub.
  process.once("SIGTERM", stop).once("SIGINT", stop);
}

function firstKeyText(key: string): string {
  return `The first key of the API, which is shown only now: keep it where others cannot read it.\n\n  ${key}\n\n`;
}
