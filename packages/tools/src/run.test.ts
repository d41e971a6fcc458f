import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { run, runStream, startService } from "./run.ts";

const lines = Array.from({ length: 5000 }, (_, index) => `line ${index}`);
const text = `${lines.join("\n")}\n`;

describe("run", () => {
  test("every line has been heard when it answers", async () => {
    const heard: string[] = [];
    await run({ tool: "cat", args: [], input: text, onLine: (line) => heard.push(line) });

    expect(heard).toEqual(lines);
  });

  test("a stream of any kind is taken as input", async () => {
    async function* chunks() {
      yield "one ";
      yield "two";
    }

    expect((await run({ tool: "cat", args: [], input: Readable.from(chunks()) })).stdout).toBe("one two");
  });

  test("what a listener throws is not lost, and every line is still offered to it", async () => {
    let offered = 0;
    const onLine = (line: string) => {
      offered += 1;
      if (line === "line 7") throw new Error("not understood: line 7");
    };

    await expect(run({ tool: "cat", args: [], input: text, onLine })).rejects.toThrow("not understood");
    expect(offered).toBe(lines.length);
  });

  test("a failure quotes the end of what the program said, and how to repeat it", async () => {
    await expect(run({ tool: "ls", args: ["/nonexistent", "a b"] })).rejects.toMatchObject({
      code: "tool-failed",
      message: expect.stringContaining("cannot access '/nonexistent'"),
      hint: "It was run as: ls /nonexistent 'a b'",
    });
  });

  test("a program that is not installed is said to be missing", async () => {
    await expect(run({ tool: "no-such-program", args: [] })).rejects.toMatchObject({ code: "tool-missing" });
  });
});

test("every exit status is an answer where all are accepted, and no signal is", async () => {
  const shell = (script: string) => run({ tool: "sh", args: ["-c", script], accept: "all" });

  expect((await shell("exit 255")).exitCode).toBe(255);
  await expect(shell("kill -KILL $$")).rejects.toMatchObject({ code: "tool-failed" });
});

describe("startService", () => {
  test("a service is heard, has a session of its own, gets signals, and says how it ended", async () => {
    const heard: string[] = [];
    const service = startService({
      tool: "sh",
      args: [
        "-c",
        "trap 'exit 7' TERM; ps -o sid= -p $$; echo out; echo err >&2; while :; do sleep 0.05; done",
      ],
      onLine: (line, stream) => heard.push(`${stream}: ${line.trim()}`),
    });
    await expect
      .poll(() => heard.toSorted(), { timeout: 10_000 })
      .toEqual([...["stderr: err", `stdout: ${service.pid}`, "stdout: out"]]);
    service.send("SIGTERM");

    expect(await service.ended).toBe("exit status 7");
  });

  test("what a service has started does not hold up its end", async () => {
    const heard: string[] = [];
    const script = "sleep 60 & echo $!; exit 3";
    const service = startService({ tool: "sh", args: ["-c", script], onLine: (line) => heard.push(line) });
    expect(await service.ended).toBe("exit status 3");
    process.kill(Number(heard[0]));
  });

  test("a service that is killed, and one that is not installed, end as such", async () => {
    const service = startService({ tool: "sleep", args: ["60"] });
    service.send("SIGKILL");
    expect(await service.ended).toBe("SIGKILL");
    expect(await startService({ tool: "no-such-program", args: [] }).ended).toBe("exit status 127");
  });
});

describe("runStream", () => {
  test("a listener hears standard error", async () => {
    const heard: string[] = [];
    const running = runStream({
      tool: "ls",
      args: ["/nonexistent"],
      accept: [2],
      onLine: (line, stream) => heard.push(`${stream}: ${line}`),
    });
    await running.done;

    expect(heard).toEqual(["stderr: ls: cannot access '/nonexistent': No such file or directory"]);
  });

  test("a failure that nobody waits for yet waits", async () => {
    const running = runStream({ tool: "ls", args: ["/nonexistent"] });
    await buffer(running.stdout);
    await new Promise((resolve) => setTimeout(resolve, 50));

    await expect(running.done).rejects.toMatchObject({ code: "tool-failed" });
  });
});

describe("what a program prints in which packages run", () => {
  const fails = (words: string, foreign?: { readonly writes: readonly string[] }, status = 1) =>
    run({
      tool: "sh",
      args: ["-c", `echo "$0" >&2; exit ${status}`, words],
      ...(foreign === undefined ? {} : { foreign }),
    });
  const full = "cp: error writing '/usr/x': No space left on device";

  test("says nothing of the disk while there is room", async () => {
    await expect(fails(full)).rejects.toMatchObject({ code: "results-unwritable" });
    await expect(fails(full, { writes: ["/"] })).rejects.toMatchObject({ code: "tool-failed" });
    await expect(fails(full, { writes: ["/", "/proc"] })).rejects.toMatchObject({
      code: "results-unwritable",
    });
  });

  test("is no missing program if anything else was printed", async () => {
    const missing = "setpriv: failed to execute mmdebstrap: No such file or directory";

    await expect(fails(`I: unpacking\n${missing}`, undefined, 127)).rejects.toMatchObject({
      code: "tool-failed",
    });
  });
});
