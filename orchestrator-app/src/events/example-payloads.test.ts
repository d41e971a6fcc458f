import examples from "@octokit/webhooks-examples" with { type: "json" };
import { expect, test } from "vitest";
import type { DeliveryRow } from "../database/tables.ts";
import { newDelivery } from "../intake/new-delivery.ts";
import { hubScene, start } from "../runs/scene.fixture.ts";
import { deliver, ofRepository } from "./deliver.fixture.ts";
import { eventHandlers, handleDelivery } from "./handle-delivery.ts";

interface Example {
  readonly name: string;
  readonly examples: readonly object[];
}

const all = (examples as unknown as readonly Example[]).flatMap(({ name, examples: payloads }) =>
  payloads.map((payload, index) => ({ name, payload, guid: `${name.replaceAll("_", "-")}-${index}` })),
);

test("every official example is stored as it is and handled with an outcome, twice alike", async () => {
  const hub = await hubScene();
  const outcomes = new Map<string, Set<string>>();
  for (const { name, payload, guid } of all) {
    const body = JSON.stringify(payload);
    const stored = newDelivery({ guid, event: name }, Buffer.from(body), start);
    expect(stored).toMatchObject({ guid, event: name, body });
    const row = { guid, event: name, body } as DeliveryRow;
    const handle = () => hub.queries.transaction().execute((trx) => handleDelivery(trx, row, start));
    const outcome = await handle();
    await handle();
    const kinds = outcomes.get(name) ?? new Set();
    outcomes.set(name, kinds.add(outcome.split(/[ :]/)[0] ?? ""));
  }

  expect(all.length).toBeGreaterThan(300);
  for (const [name, kinds] of outcomes) {
    if (!Object.hasOwn(eventHandlers, name)) expect(kinds, name).toEqual(new Set(["ignored"]));
  }
  // What the examples have of each, so that a handler that ignores everything is noticed.
  expect(outcomes.get("push")).toContain("started");
  expect(outcomes.get("pull_request")).toContain("started");
  expect(outcomes.get("installation")).toEqual(
    new Set(["installed", "removed", "new", "suspended", "resumed"]),
  );
  const runs = await hub.queries.selectFrom("run").selectAll().execute();
  expect(runs.length).toBeGreaterThan(0);
  expect(new Set(runs.map((run) => run.cause_key)).size).toBe(runs.length);
});

test("a payload without one of the fields that are used is refused with the name of the field", async () => {
  const hub = await hubScene();
  for (const event of Object.keys(eventHandlers)) {
    await expect(deliver(hub, event, []), event).rejects.toMatchObject({ code: "request-invalid" });
    await expect(deliver(hub, event, {}), event).rejects.toThrow(/^cannot read the payload: \w+/);
  }
  const { repository: _, ...rest } = ofRepository();
  await expect(deliver(hub, "push", rest)).rejects.toThrow("repository: ");
});

test("a payload with an odd value anywhere never ends in anything but an outcome or a refusal", async () => {
  const hub = await hubScene();
  const payloads = all.filter(({ name }) => Object.hasOwn(eventHandlers, name));
  let refused = 0;
  for (const [index, { name, payload }] of payloads.entries()) {
    for (let turn = 0; turn < 8; turn++) {
      const changed = withOddValue(payload, index * 8 + turn);
      const outcome = await deliver(hub, name, changed).catch((error: unknown) => error);
      if (typeof outcome === "string") continue;
      refused++;
      // 22...: the database does not take the value.
      expect((outcome as { code?: string }).code, name).toMatch(/^(request-invalid|22[0-9A-Z]{3})$/);
    }
  }
  expect(refused).toBeGreaterThan(50);
});

const odd = [null, -1, 1e300, 0.5, "", "\0", "\ud800", "x".repeat(70_000), [], {}, true, "../../etc"];

/** Puts an odd value in the place of one, which the number chooses, of the values of a payload or of its objects. */
function withOddValue(payload: object, number: number): object {
  const changed = structuredClone(payload) as Record<string, unknown>;
  const places = Object.entries(changed).flatMap(([key, value]) => [
    { owner: changed, key },
    ...(typeof value === "object" && value !== null
      ? Object.keys(value).map((inner) => ({ owner: value as Record<string, unknown>, key: inner }))
      : []),
  ]);
  const place = places[(number * 7919) % places.length];
  if (place !== undefined) place.owner[place.key] = odd[number % odd.length];
  return changed;
}
