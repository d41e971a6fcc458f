import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { realClock } from "@debootc/fake-github/clock/real-clock";
import { startFakeGitHub } from "@debootc/fake-github/start-fake-github";
import { appEvents, appPermissions } from "@debootc/core/hub/app-needs";
import { startServer } from "./start-server.ts";

interface Asked {
  /** The script of the hub. */
  readonly hub: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly secret: string;
  /** An empty directory for the key of the App. */
  readonly work: string;
  readonly organizations: number;
  readonly runsOfEach: number;
}

const patience = 120_000;

const compose = `release: {short: bench, name: Bench, version: "1"}
variants:
  one: {treefile: one.yaml, arches: [amd64]}
`;

/**
 * Measures how long it takes, in seconds, until each of many commits that are pushed at once has a check run. The
 * repositories are of several organizations, because GitHub lets an App make only 80 check runs a minute in one.
 */
export async function firstStatuses(asked: Asked): Promise<number[]> {
  const { hub, environment, secret, work, organizations, runsOfEach } = asked;
  const github = await startFakeGitHub({ clock: realClock(Date.now), validate: false });
  try {
    const { app, privateKey } = github.createApp({
      ...{ name: "Bench", permissions: appPermissions, events: appEvents },
      hook: { url: "http://127.0.0.1:9/webhooks", secret },
    });
    const key = join(work, "key.pem");
    await writeFile(key, privateKey, { mode: 0o600 });
    await using server = await startServer(hub, {
      ...environment,
      DEBOOTC_GITHUB_API_URL: github.url,
      DEBOOTC_APP_ID: String(app.id),
      DEBOOTC_PRIVATE_KEY_FILE: key,
    });
    app.hook.url = `http://127.0.0.1:${server.port}/webhooks`;
    const repositories = Array.from({ length: organizations }, (_, organization) =>
      Array.from({ length: runsOfEach }, (__, number) =>
        github.createRepository({ name: `org${organization}/r${number}`, ownerType: "Organization" }),
      ),
    );
    for (let number = 0; number < organizations; number++) github.installApp(app, `org${number}`);
    await github.settled();
    const waiting = new Map(
      repositories.flat().map((repository) => {
        const files = {
          ".github/debootc.yml": "compose: compose.yaml\n",
          "compose.yaml": compose,
          "one.yaml": "ref: bench/one\nsuite: trixie\n",
        };
        github.push(repository, { author: "mona", branch: "main", files });
        return [repository, performance.now()] as const;
      }),
    );
    const times: number[] = [];
    const last = performance.now() + patience;
    while (waiting.size > 0) {
      if (performance.now() > last) throw new Error(`${waiting.size} commits got no check run`);
      await sleep(10);
      for (const [repository, began] of waiting) {
        if (repository.checkRuns.size === 0) continue;
        times.push((performance.now() - began) / 1000);
        waiting.delete(repository);
      }
    }
    return times;
  } finally {
    await github.close();
  }
}
