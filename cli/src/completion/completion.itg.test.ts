import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandGroups, commandTable } from "../command-table.ts";
import { bashCompletion } from "./bash-completion.ts";
import { completionsOf, type Shell, shells, stub } from "./complete-in-shell.fixture.ts";
import { completionModel } from "./completion-model.ts";
import { fishCompletion } from "./fish-completion.ts";
import { zshCompletion } from "./zsh-completion.ts";

const generators = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };
let scratch: string;
let directory: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "debootc-completion-"));
  directory = join(scratch, "place");
  for (const path of ["bin", "trees/deep", "out", "elsewhere"])
    await mkdir(join(directory, path), { recursive: true });
  for (const path of ["kiosk.yaml", "other.yml", "notes.txt", "trees/tiny.yaml", "trees/more.txt"]) {
    await writeFile(join(directory, path), "");
  }
  await writeFile(join(directory, "bin/debootc"), stub, { mode: 0o755 });
  const composes = {
    "out/tiny-1-20261122.0": "FINISHED",
    "out/tiny-1-20261122.1": "FINISHED_INCOMPLETE",
    "out/tiny-1-20261122.2": "DOOMED",
    "out/$(touch run-by-completion)": "FINISHED",
    "elsewhere/kiosk-2-20261122.0": "FINISHED",
  };
  for (const [path, status] of Object.entries(composes)) {
    await mkdir(join(directory, path));
    await writeFile(join(directory, path, "STATUS"), `${status}\n`);
  }
  await symlink("tiny-1-20261122.0", join(directory, "out/latest"));
});
afterAll(() => rm(scratch, { recursive: true }));

async function offered(shell: Shell, line: string, env: Record<string, string> = {}, outputDir = "out") {
  const script = generators[shell](await completionModel(commandTable, commandGroups, outputDir));
  return completionsOf(line, { shell, script, scratch, directory, env });
}

const composes = ["latest", "tiny-1-20261122.0", "tiny-1-20261122.1"];

describe.each(shells)("%s completes", (shell) => {
  test("commands", async () => {
    expect(await offered(shell, "bin/debootc ")).toEqual(
      [...new Set(Object.keys(commandTable).map((name) => name.split(" ")[0] ?? ""))]
        .concat("help")
        .toSorted(),
    );
    expect(await offered(shell, "bin/debootc va")).toEqual(["validate"]);
    expect(await offered(shell, "bin/debootc help bo")).toEqual(["boot"]);
  });

  test("commands of a group, and what they take", async () => {
    expect(await offered(shell, "bin/debootc ostree s")).toEqual(["sign", "summary"]);
    expect((await offered(shell, "bin/debootc ostree summary el")).map(plain)).toEqual(["elsewhere"]);
    expect(await offered(shell, "bin/debootc ostree pull elsewhere tiny-1-20261122.0")).toEqual([
      "tiny-1-20261122.0",
    ]);
  });

  test.each(["compose", "lock", "ostree pull"])("every option of %s", async (command) => {
    const model = await completionModel(commandTable, commandGroups, "out");
    const flags = model.commands.find(({ name }) => name === command)?.options.map(({ flag }) => flag);

    expect(await offered(shell, `bin/debootc ${command} --`)).toEqual(flags?.toSorted());
  });

  test("values of an option, after a space or a sign", async () => {
    expect(await offered(shell, "bin/debootc compose --image-compression ")).toEqual(["gzip", "zstd"]);
    expect(await offered(shell, "bin/debootc compose kiosk.yaml --arch arm6")).toEqual(["arm64"]);
    expect((await offered(shell, "bin/debootc compose --image-compression=gz")).join("")).toMatch(/gzip$/);
    expect(await offered(shell, "bin/debootc completion ")).toEqual(["bash", "fish", "zsh"]);
  });

  test("treefiles and the directories they may be in", async () => {
    expect((await offered(shell, "bin/debootc compose k")).map(plain)).toEqual(["kiosk.yaml"]);
    expect((await offered(shell, "bin/debootc compose --arch amd64 trees/")).map(plain)).toEqual([
      "trees/deep",
      "trees/tiny.yaml",
    ]);
    expect((await offered(shell, "bin/debootc validate kiosk.yaml oth")).map(plain)).toEqual(["other.yml"]);
  });

  test("directories where one is wanted", async () => {
    expect((await offered(shell, "bin/debootc doctor --output-dir e")).map(plain)).toEqual(["elsewhere"]);
  });

  test("finished composes where one is wanted", async () => {
    for (const line of [
      "bin/debootc boot ",
      "bin/debootc lock kiosk.yaml --ids ",
      "bin/debootc diff latest ",
    ]) {
      expect(
        (await offered(shell, line)).filter((word) => !word.includes("$")),
        line,
      ).toEqual(composes);
    }
    expect(await offered(shell, "bin/debootc boot tiny-1-20261122.0")).toEqual(["tiny-1-20261122.0"]);
  });

  test("composes of the output directory that the line, the environment or the settings name", async () => {
    const kiosk = ["kiosk-2-20261122.0"];

    expect(await offered(shell, "bin/debootc boot --output-dir elsewhere ")).toEqual(kiosk);
    expect(await offered(shell, "bin/debootc boot ", { DEBOOTC_OUTPUT_DIR: "elsewhere" })).toEqual(kiosk);
    expect(await offered(shell, "bin/debootc boot ", {}, join(directory, "elsewhere"))).toEqual(kiosk);
  });

  test("directories where there is no compose", async () => {
    expect((await offered(shell, "bin/debootc boot tre")).map(plain)).toEqual(["trees"]);
  });

  test("nothing where only the user knows", async () => {
    expect(await offered(shell, "bin/debootc compose --compose-id ")).toEqual([]);
  });

  test("without running code in a name", async () => {
    await offered(shell, "bin/debootc boot ");
    await offered(shell, "bin/debootc boot out/");

    expect(await readdir(directory)).not.toContain("run-by-completion");
  });
});

/** Shells add the final slash of a directory here and there. */
function plain(word: string): string {
  return word.replace(/\/$/, "");
}
