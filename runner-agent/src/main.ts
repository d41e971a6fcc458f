#!/usr/bin/env node
import { agentSettingNames, agentSettings, agentSettingsError } from "@debootc/core/fleet/agent-settings";
import { errorCodes } from "@debootc/core/error/codes";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { withoutSecrets } from "@debootc/core/secret/secret-mask";
import { reasonOf } from "@debootc/tools/errno";
import { homedir, uptime } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { pino } from "pino";
import manifest from "../package.json" with { type: "json" };
import { readToken } from "./door/read-token.ts";
import { reportFailure } from "./door/report-failure.ts";
import { startAgent } from "./serve/start-agent.ts";

// The door of the agent: nothing else of it reads the environment.
const { env, argv, stderr, stdout } = process; // oxlint-disable-line node/no-process-env

const paths: readonly string[] = ["tokenFile", "workDir", "cacheDir", "runner"];
const lists: readonly string[] = ["labels", "arches", "passEnv"];
const limits = {
  farewellMs: 10_000,
  mostLogBytes: 64 * 1024 * 1024,
  leastDiskMiB: 64,
};

try {
  await run();
} catch (error) {
  process.exitCode = reportFailure(error, (text) => void stderr.write(text));
}

async function run(): Promise<void> {
  const settings = agentSettings({ options: options(), environment: env, home: homedir() });
  const token = await readToken(settings.tokenFile).catch((error: unknown) => {
    throw agentSettingsError([reasonOf(error)]);
  });
  const log = pino({ base: null }, { write: (text) => void stdout.write(withoutSecrets(text, [token])) });
  if (settings.hub.startsWith("http:") && !/^http:\/\/(?:localhost|127[.]|\[::1\])/.test(settings.hub))
    log.warn(
      { hub: settings.hub },
      "the token of this host, and runners' secrets, travel in the open: use https",
    );
  await using started = await startAgent(settings, {
    ...{ environment: env, token, log, random: Math.random, version: manifest.version },
    limits: { ...limits, graceMs: settings.graceSeconds * 1000 },
    // Counts on while the machine sleeps, and is not moved by whoever sets the clock.
    uptime: () => uptime() * 1000,
    now: Date.now,
  });
  const { agent } = started;
  const steps = [
    { says: "takes no more orders; once more ends those that it has", act: () => agent.drain() },
    { says: "ends its orders; once more ends the agent at once", act: () => agent.stop() },
    { says: "ends at once: the next start cleans up", act: () => process.exit(errorCodes.cancelled.exit) },
  ];
  const onSignal = (signal: string) => {
    const step = steps.shift();
    if (step === undefined) return;
    log.info({ signal }, step.says);
    step.act();
  };
  process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
  log.info({ hub: settings.hub, slots: settings.slots }, "the agent runs");
  await agent.run();
  log.info({}, "the agent ends");
}

function options(): Readonly<Record<string, string>> {
  const names = Object.entries(agentSettingNames).map(
    ([name, { option }]) => [name, option.slice(2)] as const,
  );
  const known = Object.fromEntries(
    names.map(([, option]) => [option, { type: "string" as const, multiple: true as const }]),
  );
  try {
    const { values } = parseArgs({ args: argv.slice(2), options: known, strict: true });
    return Object.fromEntries(
      names.flatMap(([name, option]) => {
        const given = values[option];
        if (given === undefined) return [];
        const value = lists.includes(name) ? given.join(",") : (given.at(-1) ?? "");
        return [[name, paths.includes(name) ? resolve(value) : value]];
      }),
    );
  } catch (error) {
    throw new DebootcError("usage", reasonOf(error), {
      hint: "debootc agent --help lists the options.",
      cause: error,
    });
  }
}
