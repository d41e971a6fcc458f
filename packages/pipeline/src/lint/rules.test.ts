import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lintReport } from "@debootc/core/lint/lint-report";
import { accessRules, lintRules } from "@debootc/core/lint/rules";
import { withTag } from "@debootc/core/oci/image-index";
import { describe, expect, test } from "vitest";
import { LayoutFixture } from "../image/layout.fixture.ts";
import { accessFaults, openImages } from "./access-faults.fixture.ts";
import { bootableRoot, type Change, directory, withRoot } from "./bootable-root.fixture.ts";
import { bootcFaults } from "./bootc-faults.fixture.ts";
import { leakFaults } from "./leak-faults.fixture.ts";
import { runLint } from "./run-lint.ts";
import { systemFaults } from "./system-faults.fixture.ts";

const faults = [...bootcFaults, ...systemFaults, ...leakFaults, ...accessFaults];

async function lint(
  { root = bootableRoot, upper = [], environment, ...change }: Change,
  skip: string[] = [],
) {
  await using temporary = await mkdtempDisposable(join(tmpdir(), "debootc-lint-"));
  const layout = new LayoutFixture(temporary.path);
  const labels = change.labels ?? { "containers.bootc": "1" };
  const image = await layout.image({
    layers: [root, ...upper],
    labels,
    ...(environment === undefined ? {} : { environment }),
  });
  await layout.finish(withTag(image, "latest"));
  return await runLint(
    {
      subject: { given: "image", path: temporary.path },
      skip,
      arch: "amd64",
      outputDir: temporary.path,
      cacheDir: temporary.path,
    },
    { environment: { proxy: {}, user: { uid: 0, gid: 0 } }, signal: new AbortController().signal },
  );
}

test("in a bootable image no rule finds anything", async () => {
  const report = await lint({});

  expect(report.findings).toEqual([]);
  expect(report).toMatchObject({ errors: 0, warnings: 0, skipped: [], unread: [] });
  expect(report.checked).toEqual(lintRules.map(({ name }) => name));
  expect(lintReport.parse(lintReport.serialize(report), "test")).toEqual(report);
});

describe("an image that fails a rule fails no other", () => {
  const cases = faults.map(([rule, change, ...paths]) => ({ rule, change, paths }));

  test.each(cases)("$rule: $paths", async ({ rule, change, paths }) => {
    const { findings } = await lint(change);

    expect(findings.map((finding) => [finding.rule, finding.path])).toEqual(
      paths.map((path) => [rule, path]),
    );
  });

  test("there is one for every rule", () => {
    const tested = new Set([...faults.map(([rule]) => rule), "utf8"]);

    expect(lintRules.map(({ name }) => name).filter((name) => !tested.has(name))).toEqual([]);
  });
});

test.each(Object.entries(openImages))(
  "an image with %s is open to people, or to updates",
  async (_, change) => {
    const access = new Set(accessRules.map(({ name }) => name));

    expect((await lint(change)).findings.filter(({ rule }) => access.has(rule))).toEqual([]);
  },
);

test("a rule that is skipped finds nothing and is named", async () => {
  const report = await lint(withRoot(directory("usr/etc")), ["etc-usretc"]);

  expect(report).toMatchObject({ errors: 0, skipped: ["etc-usretc"] });
});

test("a rule to skip that does not exist is refused with the nearest one", async () => {
  await expect(lint({}, ["kernel-mising"])).rejects.toMatchObject({
    code: "usage",
    hint: expect.stringContaining("kernel-missing"),
  });
});

test("names, levels and order of bootc's checks are bootc's", () => {
  const ofBootc = lintRules.filter((rule) => rule.ofBootc).map(({ name, level }) => `${name} ${level}`);

  expect(ofBootc.sort()).toEqual([
    "api-base-directories error",
    "baseimage-composefs warning",
    "baseimage-root error",
    "bootc-kargs error",
    "buildah-injected warning",
    "etc-usretc error",
    "kernel error",
    "nonempty-boot warning",
    "nonempty-run-tmp warning",
    "sysusers warning",
    "utf8 error",
    "var-log warning",
    "var-run error",
    "var-tmpfiles warning",
  ]);
});

test("what is secret is never part of a report", async () => {
  const reports = await Promise.all(leakFaults.map(([, change]) => lint(change)));

  expect(JSON.stringify(reports)).not.toMatch(/\$y\$|\$6\$|BEGIN|password b|a:b@|192\.0\.2\.1/);
});
