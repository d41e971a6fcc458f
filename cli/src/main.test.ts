import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandTable } from "./command-table.ts";

const main = join(import.meta.dirname, "main.ts");
const stub = join(import.meta.dirname, "stub-pipeline.fixture.ts");
let directory = "";

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "debootc-cli-"));
  await writeFile(join(directory, "good.yaml"), "ref: x/${basearch}/y\nsuite: trixie\npackages: [vim]\n");
  await writeFile(join(directory, "bad.yaml"), "ref: x/y\nsuite: trixie\npakages: [vim]\n");
});
afterAll(() => rm(directory, { recursive: true }));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(words: readonly string[], env: Record<string, string> = {}): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, ["--import", stub, main, ...words], {
    cwd: directory,
    env: { HOME: directory, NODE_COMPILE_CACHE: join(directory, "compiled"), ...env },
  });
  child.stdin.end();
  return child;
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (data) => (stdout += data));
  child.stderr.on("data", (data) => (stderr += data));
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, stdout, stderr };
}

const run = (...words: string[]) => ended(start(words));

describe("help", () => {
  test("the first screen names every command and how to start, without reading a schema", async () => {
    const { status, stdout, stderr } = await ended(start(["--help"], { REFUSE_ZOD: "1" }));

    expect([status, stderr]).toEqual([0, ""]);
    for (const [name = ""] of Object.keys(commandTable).map((names) => names.split(" ")))
      expect(stdout).toMatch(new RegExp(`^ {2}${name} {2,}\\w`, "m"));
    expect(stdout).toContain("\n  bin/debootc compose treefiles/minimal.yaml\n");
  });

  test("help COMMAND is the same as COMMAND --help", async () => {
    const [one, other] = await Promise.all([run("help", "boot"), run("boot", "--help")]);

    expect(one.stdout).toBe(other.stdout);
  });

  test("--version prints the version alone", async () => {
    expect((await run("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test("a reader that goes away is not a failure", async () => {
    const child = start(["compose", "--help"]);
    child.stdout.destroy();

    expect(await ended(child)).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});

describe("wrong usage ends with 2 and says what to do", () => {
  test.each([
    [["compse"], "unknown command 'compse'", "Did you mean compose?"],
    [["compose", "a.yaml", "--no-cach"], "unknown option '--no-cach'", "Did you mean --no-cache?"],
    [
      ["compose"],
      "missing required argument 'treefile'",
      "For example: bin/debootc compose treefiles/minimal.yaml",
    ],
    [["compose", "a.yaml", "b.yaml"], "too many arguments", "bin/debootc compose --help"],
    [
      ["compose", "a.yaml", "--output-dir"],
      "option '--output-dir <DIR>' argument missing",
      "bin/debootc compose --help",
    ],
    [["boot", "--memory", "4G"], '--memory cannot be "4G": allowed is a whole number from 256', ""],
    [["--frobnicate"], "unknown option '--frobnicate'", "bin/debootc --help"],
  ])("%j", async (words, message, hint) => {
    const { status, stdout, stderr } = await run(...words);

    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`debootc: ${message}`);
    expect(stderr).toContain(hint);
  });

  test("no command at all shows the help", async () => {
    const { status, stdout, stderr } = await run();

    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Usage: debootc <command>");
  });
});

describe("validate", () => {
  test("a valid treefile ends with 0 and says what it comes to", async () => {
    const { status, stdout, stderr } = await run("validate", "good.yaml", "--arch", "arm64");

    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toBe("✔ good.yaml  trixie arm64, x/arm64/y, 1 package named\n");
  });

  test("one bad treefile of several ends with 3; all findings are reported, with their places", async () => {
    const { status, stdout, stderr } = await run("validate", "good.yaml", "bad.yaml", "none.yaml");

    expect(status).toBe(3);
    expect(stdout.split("\n").map((line) => line.slice(0, 12))).toEqual([
      "✔ good.yaml ",
      "✖ bad.yaml  ",
      "✖ none.yaml ",
      "",
    ]);
    expect(stderr).toMatch(/^bad\.yaml:3:1: pakages: /m);
    expect(stderr).toMatch(/^none\.yaml: /m);
  });

  test("--json prints findings as events and the result as the last line, and nothing else", async () => {
    const { status, stdout, stderr } = await run("validate", "bad.yaml", "--json");

    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));

    expect([status, stderr]).toEqual([3, ""]);
    expect(lines.slice(0, -1)).toMatchObject([
      { type: "run", state: "started", sequence: 0 },
      { type: "diagnostic", sequence: 1, diagnostic: { line: 3, key: "pakages" } },
      { type: "run", state: "finished", sequence: 2 },
    ]);
    expect(lines.at(-1)).toMatchObject({
      type: "result",
      command: "validate",
      exitStatus: 3,
      result: { files: [{ valid: false }] },
    });
  });
});

describe("validate --expand", () => {
  test("prints each treefile as one YAML document, every value with its place", async () => {
    const { status, stdout } = await run("validate", "good.yaml", "bad.yaml", "--expand", "--arch", "arm64");

    const [good = "", bad] = stdout.split("---\n");

    expect(status).toBe(3);
    expect(good).toMatch(/^ref: x\/arm64\/y +# good\.yaml:1, \$\{basearch\}$/m);
    expect(good).toMatch(/^recommends: false +# default$/m);
    expect(bad).toBe("# ✖ bad.yaml  1 error\n");
  });

  test("--json has the same as a record", async () => {
    const { stdout } = await run("validate", "good.yaml", "--expand", "--json", "--arch", "arm64");

    const { result } = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");

    expect(result.files[0].expanded).toMatchObject({ schema: "debootc/expanded-treefile", version: 1 });
    expect(result.files[0].expanded.values[0]).toMatchObject({
      path: ["ref"],
      value: "x/arm64/y",
      origin: { from: "file", line: 1, column: 6, written: "x/${basearch}/y" },
    });
  });
});

describe("settings", () => {
  const configured = async (name: string, text: string) => {
    const base = join(directory, name);
    await mkdir(join(base, "debootc"), { recursive: true });
    await writeFile(join(base, "debootc/config.yaml"), text);
    return (words: readonly string[], env: Record<string, string> = {}) =>
      ended(start(words, { XDG_CONFIG_HOME: base, ...env }));
  };

  test("are shown with where they come from", async () => {
    const runWith = await configured("good", "output-dir: ~/builds\njobs: 3\n");
    const { status, stdout } = await runWith(["config", "show", "--boot-memory", "512"], {
      DEBOOTC_BOOT_TIMEOUT: "60",
    });

    const rows = stdout.split("\n").map((line) => line.trim().split(/ {2,}/));

    expect(status).toBe(0);
    expect(rows).toContainEqual(["output-dir", "builds", join(directory, "good/debootc/config.yaml:1")]);
    expect(rows).toContainEqual(["jobs", "3", join(directory, "good/debootc/config.yaml:2")]);
    expect(rows).toContainEqual(["boot-memory", "512", "--boot-memory"]);
    expect(rows).toContainEqual(["boot-timeout", "60", "DEBOOTC_BOOT_TIMEOUT"]);
    expect(rows).toContainEqual(["mirror", "not set", "default"]);
  });

  test("that are wrong keep a command from running that takes them, with every fault", async () => {
    const runWith = await configured("bad", "jobs: many\nchache-dir: /c\n");
    const { status, stdout, stderr } = await runWith(["compose", "good.yaml"]);
    const json = await runWith(["compose", "good.yaml", "--json"]);

    expect([status, stdout]).toEqual([3, ""]);
    expect(stderr).toMatch(
      /config\.yaml:1:7: jobs: [^]*config\.yaml:2:1: chache-dir: [^]*Did you mean `cache-dir`/,
    );
    expect(JSON.parse(json.stdout)).toMatchObject({
      type: "result",
      exitStatus: 3,
      error: { code: "settings-invalid", diagnostics: [{ line: 1 }, { line: 2 }] },
    });
  });

  test("that are wrong keep nobody from help, or from a command that takes none", async () => {
    const runWith = await configured("bad", "jobs: many\n");

    expect((await runWith(["compose", "--help"])).status).toBe(0);
    expect((await runWith(["validate", "good.yaml"])).status).toBe(0);
  });
});

describe("a run that is stopped", () => {
  const running = (child: ChildProcessWithoutNullStreams) =>
    new Promise<void>((resolve) => {
      child.stderr.on("data", (data) => String(data).includes("Download packages ...") && resolve());
      child.stdout.on("data", (data) => String(data).includes("Download packages") && resolve());
    });

  test.each(["SIGINT", "SIGTERM"] as const)("by %s cleans up and ends with 130", async (signal) => {
    const child = start(["compose", "good.yaml"]);
    const end = ended(child);
    await running(child);
    child.kill(signal);

    const { status, stderr } = await end;

    expect(status).toBe(130);
    expect(stderr).toMatch(/stopping, cleaning up.*\ncleaned up\ndebootc: stopped by SIG\w+\nhint: .*\n$/);
  });

  test("by two signals ends at once", async () => {
    const child = start(["compose", "good.yaml"], { HANG: "1" });
    const end = ended(child);
    await running(child);
    child.kill("SIGINT");
    await new Promise((resolve) => child.stderr.once("data", resolve));
    child.kill("SIGINT");

    const { status, stderr } = await end;

    expect(status).toBe(130);
    expect(stderr).not.toContain("cleaned up");
  });

  test("with --json still ends with a result line", async () => {
    const child = start(["compose", "good.yaml", "--json"]);
    const end = ended(child);
    await running(child);
    child.kill("SIGINT");

    const { stdout } = await end;

    expect(JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({
      type: "result",
      exitStatus: 130,
      error: { code: "cancelled", class: "cancelled" },
    });
  });
});
