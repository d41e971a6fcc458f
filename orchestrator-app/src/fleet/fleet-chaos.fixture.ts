import { seededRandom } from "@debootc/fake-github/faults/seeded-random";
import { GitHubError } from "../github/github-error.ts";
import { endPlanning } from "../runs/plan-run.ts";
import { planned } from "../runs/scene.fixture.ts";
import { ChaosHost } from "./chaos-agent.fixture.ts";
import { fleetScene } from "./fleet-scene.fixture.ts";

interface Chaos {
  readonly seed: number;
  readonly hosts: number;
  /** How many orders each host takes at once. */
  readonly slots: number;
  readonly runs: number;
  readonly tasksOfRun: number;
}

/** Holds what a chaos has come to, to look at. */
export type Aftermath = Awaited<ReturnType<typeof fleetChaos>>;

/**
 * Lets a fleet on which everything goes wrong do tasks: events, answers and reports get lost or come twice, hosts die and come
 * back, runners are deaf, GitHub does not answer. Returns once all is done, and quiet for long enough to be cleaned up.
 */
export async function fleetChaos({ seed, hosts, slots, runs, tasksOfRun }: Chaos) {
  const random = seededRandom(seed);
  const scene = await fleetScene(
    {},
    {
      github: {
        seed,
        validate: false,
        limits: { perHour: 1e6, contentPerHour: 1e6, contentPerMinute: 1e6 },
      },
    },
  );
  const { github, repository, database, fleet, hub, jobEvents } = scene;
  const { queries } = database;
  let isWild = true;
  const around = { github, repository, random, isWild: () => isWild };
  const fleetHosts: ChaosHost[] = [];
  for (let number = 0; number < hosts; number++) {
    const agent = await scene.addAgent(`host-${number}`, { slots, arches: archesOf(number) });
    fleetHosts.push(new ChaosHost(agent, slots, around));
  }
  const legs = Array.from({ length: tasksOfRun }, (_, index) =>
    planned(`v${index}/amd64`, {
      ...{ onFleet: true, runsOn: [], arch: index % 3 === 0 ? "arm64" : "amd64", maxAttempts: 50 },
    }),
  );
  for (let number = 0; number < runs; number++) {
    const { id } = await scene.start({ causeKey: `chaos:${number}` });
    const plan = {
      ...{ workflow: "debootc.yml", composeId: `os-13-20261130.${number}`, composeTimestamp: 1 },
      ...{ priority: number, tasks: legs },
    };
    await endPlanning(queries, id, { kind: "planned", plan }, scene.clock());
  }
  const operation = "actions/generate-runner-jitconfig-for-repo";
  github.plan([
    { on: "request", do: "lose-reply", operation, chance: 0.06 },
    { on: "request", do: "answer", status: 502, operation, chance: 0.04 },
    { on: "request", do: "refuse", chance: 0.01 },
    { on: "request", do: "answer", status: 502, chance: 0.01 },
    {
      on: "request",
      do: "lose-reply",
      operation: "actions/delete-self-hosted-runner-from-repo",
      chance: 0.1,
    },
  ]);

  const openTasks = async () => {
    const open = await queries
      .selectFrom("task")
      .select("id")
      .where("state", "in", ["FREE", "ASSIGNED", "RUNNING"])
      .execute();
    return open.length;
  };
  const step = async (number: number, seconds: number) => {
    await hub.assign();
    // What is tried here is not how states are shown, for which GitHub has limits of its own.
    await queries.deleteFrom("outgoing").where("kind", "in", ["check-run", "check-task"]).execute();
    await hub.send();
    await jobEvents(() => isWild && random() < 0.1);
    await fleet.place();
    for (const host of fleetHosts) await host.step(seconds);
    await fleet.stale();
    await fleet.idle();
    await fleet.settle();
    // A loop whose round fails, because GitHub does not answer, has another one later.
    if (number % 12 === 0) await fleet.reap().catch(ignored);
    if (number % 24 === 0) await hub.reconcile().catch(ignored);
    await github.advance(seconds * 1000);
  };
  let steps = 0;
  while ((await openTasks()) > 0) {
    if (++steps > 3000) throw new Error("it does not become quiet");
    await step(steps, (await openTasks()) > 20 ? 5 : 15);
  }
  isWild = false;
  github.plan([]);
  // Ten minutes are what GitHub gives a runner that is silent, two what the hub gives one whose task is over.
  for (let more = 0; more < 60; more++) await step(more, 20);

  return scene;
}

function archesOf(number: number): ("amd64" | "arm64")[] {
  return number % 3 === 0 ? ["arm64"] : number % 3 === 1 ? ["amd64"] : ["amd64", "arm64"];
}

function ignored(error: unknown): void {
  if (!(error instanceof GitHubError)) throw error;
}
