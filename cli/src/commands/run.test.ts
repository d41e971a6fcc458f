import { expect, test } from "vitest";
import { call, deps, stub } from "../door/call-command.fixture.ts";
import { run } from "./run.ts";

const common = { cacheDir: "/cache", outputDir: "/home/me/work/out", json: false };
const plain = { command: [], ssh: false, gui: false, disk: false, memory: 2048, timeout: 900 };

test("run runs the newest compose by its console, or the named one as it is asked for", async () => {
  const calls = stub("machine/run-machine", "runMachine", { exitStatus: 0 });
  await call(run);
  await call(run, "new", "--disk", "--gui", "--memory", "4096", "--timeout", "60", "--ssh", "--", "ls", "-l");

  const handOver = expect.any(Function);
  const named = (given: string) => ({ given, path: `/home/me/work/${given}` });
  expect(calls).toEqual([
    [{ compose: named("latest"), ...plain, ...common }, deps, handOver],
    [
      {
        ...{ compose: named("new"), command: ["ls", "-l"], ssh: true, gui: true, disk: true },
        ...{ memory: 4096, timeout: 60 },
        ...common,
      },
      deps,
      handOver,
    ],
  ]);
});

test("run ends with the exit status of the session", async () => {
  stub("machine/run-machine", "runMachine", { exitStatus: 3 });

  expect(await call(run, "latest", "--ssh", "--", "false")).toMatchObject({ exitStatus: 3, said: "" });
});

test("a command without --ssh is refused", async () => {
  stub("machine/run-machine", "runMachine", { exitStatus: 0 });

  await expect(call(run, "latest", "--", "ls")).rejects.toMatchObject({ code: "usage" });
});
