import { PassThrough } from "node:stream";
import { runStream } from "@debootc/tools/run";
import { expect, test } from "vitest";
import { identifyProcess, lifeOf } from "../cache/process-identity.ts";
import { killProcess } from "./kill-process.ts";
import { readProcessTable } from "./process-table.ts";

/** Starts a process that waits for input, with a word that finds it in the table. */
async function startSleeper(word: string) {
  const running = runStream({
    tool: "sh",
    args: ["-c", "echo ready; read line", word],
    input: new PassThrough(),
    accept: "all",
  });
  await new Promise((resolve) => running.stdout.once("data", resolve));
  const found = (await readProcessTable()).find(({ args }) => args.at(-1) === word && args[0] === "sh");
  if (found === undefined) throw new Error(`${word} is not in the process table`);
  return { running, found };
}

test("the process table has each process with its parent, its program and its arguments", async () => {
  const { running, found } = await startSleeper("debootc-table-test");

  expect(found).toMatchObject({
    parent: process.pid,
    program: "sh",
    args: ["sh", "-c", "echo ready; read line", "debootc-table-test"],
  });
  expect(found.identity).toEqual(await identifyProcess(found.identity.pid));
  running.kill();
  await running.done.catch(() => {});
});

test("the process is gone when its end is reported", async () => {
  const { running, found } = await startSleeper("debootc-kill-test");

  await killProcess(found.identity);

  expect(await lifeOf(found.identity)).toBe("dead");
  await expect(running.done).rejects.toMatchObject({ message: expect.stringContaining("SIGKILL") });
});

test("another process under the same number is left alone", async () => {
  const { running, found } = await startSleeper("debootc-reused-test");

  await killProcess({ ...found.identity, startTicks: found.identity.startTicks - 1 });

  expect(await lifeOf(found.identity)).toBe("alive");
  running.kill();
  await running.done.catch(() => {});
});
