import { describe, expect, test } from "vitest";
import { scenarios } from "../scenario.ts";
import { readTexts } from "./changed-files.ts";
import { commandFiles, scenarioReaches } from "./scenario-reach.ts";
import { testsOfChange } from "./tests-of-change.ts";

const texts = await readTexts();
const all = await scenarios();
const reaches = scenarioReaches(all, texts);
const touchedBy = (...paths: readonly string[]) => testsOfChange(paths, reaches, texts);
const names = (...paths: readonly string[]) => [...touchedBy(...paths).scenarios.keys()];
/** A file that only one of these commands imports. */
const commandFile = (command: string) =>
  commandFiles(texts).find((one) => one.command === command)?.file ?? "";

describe("the scenarios that a change can touch", () => {
  test("are those that name a command whose file it is, or imports it", () => {
    expect(names(commandFile("mock-build"))).toEqual(
      expect.arrayContaining(["mock-build", "chain", "suites"]),
    );
    expect(names(commandFile("mock-build"))).not.toContain("full-disk");
    expect(names(commandFile("diff"))).toEqual(["diff", "legs", "report"]);
    expect(names(commandFile("ostree pull"))).toEqual(["derived-boot", "ostree", "upgrade"]);
    expect(names(commandFile("export disk"))).not.toContain("mock-build");
  });

  test("do not build packages where a treefile names none", () => {
    const building = [...texts.keys()].find((path) => path.endsWith("/build/build-package.ts")) ?? "";

    expect(names(building)).toContain("source-packages");
    expect(names(building)).toContain("mock-limits");
    expect(names(building)).not.toContain("compose-minimal");
  });

  test("are those of a treefile, of what includes it, and of the compose that is shared", () => {
    expect(names("treefiles/server.yaml")).toEqual([
      // Those that copy a template compose what it names.
      ...["dev", "dev-chaos", "examples", "legs", "phases", "same-from-scratch", "server", "template"],
    ]);
    expect(names("treefiles/base.yaml")).toEqual(
      expect.arrayContaining(["server", "layers", "boot-minimal"]),
    );
    expect(names("treefiles/base.yaml")).not.toContain("report");
  });

  test("are those that read a part of e2e/, or a document, by its name", () => {
    expect(names("e2e/kill.sh")).toEqual(["kill"]);
    expect(names("e2e/sbuild-records/jq.txt")).toEqual(["mock-build", "sbuild"]);
    expect(names("docs/ostree.md")).toEqual(["ostree"]);
    expect(names("e2e/lib/vendor.sh")).toContain("layers");
    expect(names("e2e/lib/vendor.sh")).not.toContain("kill");
  });

  test("are those that run workflows with the actions", () => {
    const scenarios = [
      ...["act-container", "actions", "actions-push", "dev", "dev-chaos", "fleet-tasks", "fork", "template"],
    ];
    expect(names("actions/kit/src/log/github-renderer.ts")).toEqual(scenarios);
    expect(names("packages/fake-github/src/results/blob-store.ts")).toEqual(scenarios);
    expect(names("scripts/act/run-act.ts")).toEqual(scenarios);
  });

  test("are those whose commands read a file of data", () => {
    expect(names("chroots/trixie.yaml")).toContain("mock-build");
    expect(names("chroots/trixie.yaml")).not.toContain("full-disk");
  });

  test("are none of what no scenario reads", () => {
    const change = touchedBy("docs/adr/0001-x.md", "scripts/bench.ts", "packages/core/src/x/x.test.ts");

    expect([...change.scenarios]).toEqual([]);
    expect(change.everything).toBeUndefined();
  });
});

describe("everything runs", () => {
  test.each(["e2e/lib.sh", "bin/debootc", "package-lock.json", "script/setup", "packages/core/package.json"])(
    "after a change of %s, which all start with",
    (path) => {
      expect(touchedBy(path).everything).toBe(`every scenario starts with ${path}`);
      expect(names(path)).toEqual(all);
    },
  );

  test("after a change of what nothing is known of", () => {
    expect(touchedBy("docs/ostree.md", "new-folder/thing.yaml")).toMatchObject({
      everything: "nothing says which scenarios read new-folder/thing.yaml",
      unit: "all",
      integration: "all",
    });
  });

  test("not for a source file that has only types", () => {
    const path = "packages/core/src/x/thing.ts";
    const after = (text: string) => testsOfChange([path], reaches, new Map([[path, text]])).everything;

    expect(after("export interface Thing {}\n")).toBeUndefined();
    expect(after("export const thing = 1;\n")).toBe(`nothing says which scenarios read ${path}`);
  });

  test("not for a source file that is gone: whoever imported it has changed", () => {
    expect(touchedBy("packages/core/src/gone/gone.ts").everything).toBeUndefined();
  });
});

test("vitest tells by imports what a source file touches, and runs all when it is another file", () => {
  expect(touchedBy(commandFile("diff"))).toMatchObject({ unit: "by-imports", integration: "by-imports" });
  expect(touchedBy("docs/ostree.md")).toMatchObject({ unit: "all", integration: "by-imports" });
  expect(touchedBy("treefiles/tiny.yaml")).toMatchObject({ unit: "all", integration: "all" });
});

test("every command of the table has a file, so that none is overlooked", () => {
  const commands = commandFiles(texts);

  expect(commands.length).toBeGreaterThan(30);
  for (const { file } of commands) expect(texts.has(file), file).toBe(true);
});
