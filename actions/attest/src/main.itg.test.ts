import { run } from "@debootc/tools/run";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

test("a job without an identity token goes on with a warning that says what to write", async () => {
  const work = await mkdtemp(join(tmpdir(), "debootc-action-"));
  try {
    await writeFile(join(work, "output"), "");
    await writeFile(join(work, "event"), "{}");
    const { stdout, exitCode } = await run({
      tool: process.execPath,
      args: [join(import.meta.dirname, "main.ts")],
      cwd: work,
      env: {
        ...{
          HOME: work,
          GITHUB_WORKSPACE: work,
          GITHUB_OUTPUT: join(work, "output"),
          GITHUB_EVENT_NAME: "push",
        },
        ...{ GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "me/images" },
        ...{ GITHUB_EVENT_PATH: join(work, "event"), INPUT_INPUTS: JSON.stringify({ compose: "latest" }) },
      },
      accept: "all",
    });

    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      "::warning title=debootc%3A not attested::nothing is attested: the job may not have an identity token%0Ahint: Write id-token: write",
    );
    expect(await readFile(join(work, "output"), "utf8")).toMatch(/attested<<.*\nfalse\n/);
  } finally {
    await rm(work, { recursive: true });
  }
});
