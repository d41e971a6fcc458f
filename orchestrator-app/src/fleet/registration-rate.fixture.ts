import { assignTasks } from "../runs/assign-tasks.ts";
import { endPlanning } from "../runs/plan-run.ts";
import { planned } from "../runs/scene.fixture.ts";
import { fleetScene } from "./fleet-scene.fixture.ts";

/** Says how fast runners were registered, by GitHub's clock. */
export interface RegistrationRate {
  readonly registered: number;
  readonly seconds: number;
  /** How many requests GitHub refused because of a limit. */
  readonly refused: number;
}

const slots = 64;
/** GitHub takes 256 jobs in a matrix. */
const tasksOfRun = 200;
const longestSeconds = 900;

/** Lets hosts with room for all of them ask for jobs that wait at GitHub, whose limits are its usual ones. */
export async function registrationRate(tasks: number): Promise<RegistrationRate> {
  await using scene = await fleetScene({}, { github: { validate: false } });
  const { github, database, repository, fleet, hub } = scene;
  for (let host = 0; host * slots < tasks; host++) await scene.addAgent(`host-${host}`, { slots });
  for (let first = 0; first < tasks; first += tasksOfRun) {
    const { id } = await scene.start({ causeKey: `rate:${first}` });
    const legs = Array.from({ length: Math.min(tasksOfRun, tasks - first) }, (_, index) =>
      planned(`v${index}/amd64`, { onFleet: true, runsOn: [], arch: "amd64" }),
    );
    const plan = {
      ...{ workflow: "debootc.yml", composeId: `os-13-20261130.${first}`, composeTimestamp: 1 },
      ...{ priority: 0, tasks: legs },
    };
    await endPlanning(database.queries, id, { kind: "planned", plan }, scene.clock());
  }
  let words = 0;
  const assigning = { mostActive: tasks, randomWord: () => `r${words++}` };
  while ((await assignTasks(database, { now: scene.clock(), ...assigning })) > 0);
  while (repository.jobs.size < tasks) {
    await hub.send();
    await github.advance(1000);
  }
  await scene.jobEvents();

  const before = github.ledger.requests.length;
  const began = github.now();
  const end = began + longestSeconds * 1000;
  let [registered, last] = [0, began];
  while (registered < tasks && github.now() < end) {
    await fleet.place();
    for (const agent of scene.agents.values())
      while ((await agent.next()) !== undefined) [registered, last] = [registered + 1, github.now()];
    await github.advance(1000);
  }
  const refused = github.ledger.requests
    .slice(before)
    .filter(({ status }) => status === 403 || status === 429);
  return { registered, seconds: (last - began) / 1000, refused: refused.length };
}
