import { pageOfLeg } from "@debootc/core/compose/leg-name";
import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { composedLeg } from "../composed/leg-of-compose.fixture.ts";
import { openAssembly } from "./open-assembly.ts";

test("the page of a leg is taken where there is one", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-assembly-"));
  const [told, untold] = [composedLeg("a", { variant: "told" }), composedLeg("b", { variant: "untold" })];
  const page = join(work.path, pageOfLeg(told));
  await mkdir(dirname(page));
  await writeFile(page, "");
  const expected = [told, untold].map(({ variant, architecture }) => ({
    variant,
    architecture,
    required: true,
  }));
  const record = { composeId: "site-13-20261130.0", directory: work.path, expected, legs: [told, untold] };
  const release = { short: "site", name: "Site", version: "13" };
  const part = { place: "here", record };
  const legs = [told, untold].map((leg) => ({ leg, part }));

  const assembly = await openAssembly({ ...record, release, legs, missing: [], failed: [] });

  expect(assembly.legs.map(({ leg, hasPage }) => [leg.variant, hasPage])).toEqual([
    ["told", true],
    ["untold", false],
  ]);
});

test.each([true, false])("a leg is taken with logs or without them", async (hasLogs) => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-assembly-"));
  if (hasLogs) await mkdir(join(work.path, "logs"));
  const leg = composedLeg("a");
  const expected = [{ variant: leg.variant, architecture: leg.architecture, required: true }];
  const record = { composeId: "site-13-20261130.0", directory: work.path, expected, legs: [leg] };
  const release = { short: "site", name: "Site", version: "13" };
  const legs = [{ leg, part: { place: "here", record } }];

  const assembly = await openAssembly({ ...record, release, legs, missing: [], failed: [] });

  expect(assembly.legs.map((one) => one.hasLogs)).toEqual([hasLogs]);
});
