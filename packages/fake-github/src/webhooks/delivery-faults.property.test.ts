import fc from "fast-check";
import { expect, test } from "vitest";
import type { DeliveryFault } from "../faults/fault.ts";

import { startFakeGitHub } from "../start-fake-github.ts";
import { apiOf, jwt, startReceiver } from "../scenario.fixture.ts";

const fault: fc.Arbitrary<DeliveryFault> = fc.record(
  {
    on: fc.constant("delivery" as const),
    do: fc.constantFrom("fail", "unheard", "duplicate", "delay", "reorder"),
    event: fc.constantFrom("push", "issue_comment", "issue_comment.edited"),
    skip: fc.nat(3),
    times: fc.integer({ min: 1, max: 5 }),
    chance: fc.double({ min: 0.2, max: 1, noNaN: true }),
    milliseconds: fc.constantFrom(10, 60_000),
  },
  { requiredKeys: ["on", "do"] },
);

/** Plays a scenario under faults, with a receiver that refuses every so-many-th webhook. */
async function play(seed: number, faults: readonly DeliveryFault[], refuseEach: number) {
  await using receiver = await startReceiver();
  const github = await startFakeGitHub({ seed, faults });
  let count = 0;
  receiver.answer = () => {
    count += 1;
    return refuseEach > 0 && count % refuseEach === 0 ? 500 : 202;
  };
  const { app, privateKey } = github.createApp({
    ...{ name: "Builder", permissions: { checks: "read" }, events: ["push", "issue_comment"] },
    hook: { url: receiver.url, secret: "s" },
  });
  const repository = github.createRepository({ name: "octo/images" });
  github.installApp(app, "octo");
  github.openIssue(repository, { author: "mona" });
  for (let round = 0; round < 4; round += 1) {
    github.push(repository, { author: "mona", files: { a: `${round}` } });
    const comment = github.comment(repository, 1, "mona", "first");
    github.editComment(repository, comment, "mona", "second");
    await github.settled();
  }
  await github.advance(120_000);
  const guids = () => receiver.received.map(({ headers }) => String(headers["x-github-delivery"]));
  const before = guids().sort((a, b) => a.localeCompare(b));
  // What a careful App does: ask again for each delivery that the log does not call delivered.
  github.plan([]);
  receiver.answer = () => 202;
  const api = apiOf(github, jwt(app.id, privateKey, github.now()));
  const { body } = await api("GET", "/app/hook/deliveries?per_page=100");
  const log = body as { id: number; guid: string; status: string }[];
  const heard = new Set(log.filter(({ status }) => status === "OK").map(({ guid }) => guid));
  for (const { id, guid } of log)
    if (!heard.has(guid)) {
      heard.add(guid);
      await api("POST", `/app/hook/deliveries/${id}/attempts`);
    }
  await github.settled();
  const events = github.ledger.events.map(({ guid }) => guid);
  await github.close();
  return { before, events, received: new Set(guids()) };
}

test("whatever is planned but vanishing, who asks again for what failed gets every event", () =>
  fc.assert(
    fc.asyncProperty(
      fc.nat(1000),
      fc.array(fault, { maxLength: 5 }),
      fc.constantFrom(0, 2, 3),
      async (seed, faults, refuseEach) => {
        const { events, received } = await play(seed, faults, refuseEach);
        expect(events).toHaveLength(13);
        expect([...received].sort((a, b) => a.localeCompare(b))).toEqual(
          events.sort((a, b) => a.localeCompare(b)),
        );
      },
    ),
    { numRuns: 12 },
  ));

test("the same seed and plan deliver the same events the same number of times", () =>
  fc.assert(
    fc.asyncProperty(fc.nat(1000), fc.array(fault, { minLength: 1, maxLength: 5 }), async (seed, faults) => {
      const first = await play(seed, faults, 0);
      expect((await play(seed, faults, 0)).before).toEqual(first.before);
    }),
    { numRuns: 6 },
  ));
