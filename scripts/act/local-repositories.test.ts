import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { localRepositories } from "./local-repositories.ts";

test("each version of the actions and of checkout that workflows name has its directory", async () => {
  const work = await mkdtemp(join(tmpdir(), "debootc-act-"));
  await mkdir(join(work, "actions/.github/workflows"), { recursive: true });
  await writeFile(join(work, "actions/.github/workflows/compose.yml"), "- uses: actions/checkout@abc # v7\n");
  await writeFile(
    join(work, "mine.yml"),
    "- uses: debootc/compose/actions/setup@v2\n- uses: 'actions/checkout@v5'\n- uses: other/action@v1\n- uses: ./\n",
  );

  const found = await localRepositories(work, {
    version: "v1",
    actions: join(work, "actions"),
    checkout: "/c",
  });
  await rm(work, { recursive: true });

  expect(found).toEqual([
    `debootc/compose@v1=${work}/actions`,
    `debootc/compose@v2=${work}/actions`,
    "actions/checkout@v5=/c",
    "actions/checkout@abc=/c",
  ]);
});
