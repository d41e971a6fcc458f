import { expect, test } from "vitest";
import { hubScene, asked, after, start } from "../runs/scene.fixture.ts";
import { startRun } from "../runs/start-run.ts";
import { takeOutgoing, want } from "./outgoing.ts";

const most = { now: after(60), until: after(120), most: 1 };

test("that a run was noticed is shown before later dispatches are sent, and what changes of it is shown after them", async () => {
  const { queries } = await hubScene();
  const { id } = await startRun(queries, asked());
  await want(queries, [{ key: "dispatch:later", kind: "dispatch", repositoryId: 1 }], after(1));
  await want(queries, [{ key: "check-run:99", kind: "check-run", repositoryId: 1 }], start);
  const order: string[] = [];
  for (let taken = 0; taken < 3; taken++) {
    order.push(...(await takeOutgoing(queries, most)).map(({ key }) => key));
  }

  expect(order).toEqual([`check-run:${id}`, "dispatch:later", "check-run:99"]);
});
