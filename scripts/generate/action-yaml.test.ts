import { readYamlDocument } from "@debootc/core/document/yaml-document";
import { describe, expect, test } from "vitest";
import { actionFiles } from "./action-files.ts";

const definitions = actionFiles.filter(({ path }) => path.endsWith("action.yml"));

describe.each(definitions)("$path", ({ path, content }) => {
  const text = content();
  const action = readYamlDocument(Buffer.from(text)).value as {
    inputs?: Record<string, { description: string }>;
    outputs?: Record<string, { description: string; value?: string }>;
    runs: { using: string; main?: string; steps?: { run?: string; shell?: string; uses?: string }[] };
  };

  test("describes all its inputs and outputs, and each name once", () => {
    const all = Object.entries({ ...action.inputs, ...action.outputs });

    expect(all.length).toBeGreaterThan(0);
    for (const [name, { description }] of all) {
      expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(description.length).toBeGreaterThan(5);
    }
  });

  test("lets no shell evaluate an expression", () => {
    for (const { run = "" } of action.runs.steps ?? []) expect(run).not.toContain("${{");
  });

  test("uses only actions of the same commit, all of which exist", () => {
    for (const { uses } of action.runs.steps ?? []) {
      if (uses === undefined) continue;
      expect(uses).toMatch(/^[$]\/actions\//);
      expect(definitions.map((one) => `$/${one.path}`)).toContain(`${uses}/action.yml`);
    }
  });

  test("runs on the Node that runners have, or is a composite", () => {
    expect(["composite", "node24"]).toContain(action.runs.using);
    expect(action.runs.main === undefined).toBe(action.runs.using === "composite");
    if (action.runs.main !== undefined)
      expect(new URL(action.runs.main, `file:///${path}`).pathname).toMatch(
        /^\/dist\/current\/action-[a-z-]+\/main[.]js$/,
      );
  });
});
