import { runStep } from "@debootc/actions-kit/run/step.fixture";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

let work: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), "debootc-action-"));
  await mkdir(join(work, "site"));
  await writeFile(join(work, "site/index.html"), "hi");
});
afterEach(() => rm(work, { recursive: true }));

const step = (inputs: Readonly<Record<string, string>>) =>
  runStep(join(import.meta.dirname, "main.ts"), work, inputs);

const inputs = { repo: "updates", tree: "site", ref: "site/config", timestamp: "2026-11-23T00:00:00Z" };

describe("an action as a runner starts it", () => {
  test("leaves outputs and a summary", async () => {
    const first = await step(inputs);
    const second = await step({ ...inputs, subject: "again" });

    expect(first).toMatchObject({ exitCode: 0, outputs: { ref: "site/config", parent: "" } });
    expect(first.outputs["repository"]).toBe(join(work, "updates"));
    expect(second.outputs["parent"]).toBe(first.outputs["commit"]);
    expect(second.summary).toContain(`| parent | \`${first.outputs["commit"]}\` |`);
  });

  test("names wrong inputs in an annotation, and ends with the status of the error", async () => {
    const { stdout, exitCode, outputs } = await step({ ...inputs, ref: "a b", reff: "c" });

    expect(exitCode).toBe(2);
    expect(stdout).toBe(
      '::error title=debootc%3A usage (configuration)::there is no input "reff"%0Ahint: Did you mean ref?\n',
    );
    expect(outputs).toEqual({});
  });

  test("says paths as the workflow wrote them", async () => {
    const { stdout, exitCode } = await step({ ...inputs, tree: "no such%0A::tree" });

    expect(exitCode).toBe(2);
    expect(stdout).toBe(
      "::error title=debootc%3A usage (configuration)::no such%250A::tree is not a directory, so there is nothing to commit\n",
    );
  });

  test("refuses wrong settings of the runner", async () => {
    await mkdir(join(work, ".config/debootc"), { recursive: true });
    await writeFile(join(work, ".config/debootc/config.yaml"), "jbos: 2\n");

    const { stdout, exitCode } = await step(inputs);

    expect(exitCode).toBe(3);
    expect(stdout).toContain(
      "::error title=debootc%3A settings-invalid,file=.config/debootc/config.yaml,line=1,col=1::",
    );
  });
});
