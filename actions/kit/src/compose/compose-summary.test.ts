import type { PackageChange } from "@debootc/core/diff/package-change";
import { expect, test } from "vitest";
import { composeResult } from "./compose-result.fixture.ts";
import { outputsOf } from "./compose-outputs.ts";
import { composeSummary } from "./compose-summary.ts";

const [leg] = composeResult.legs;
const facts = { packages: [], layers: [] };
const change: PackageChange = {
  source: "curl|`x`<img src=x>",
  change: "upgraded",
  from: "1",
  to: "2",
  packages: [{ name: "curl", architecture: "amd64" }],
  sizeChange: 1000,
};

test("the summary says what was made, what changed and how long it took", () => {
  const text = composeSummary(composeResult, [
    { leg, facts: { ...facts, changes: { since: "tiny-13-20261129.0", packages: [change] } } },
  ]);

  expect(text).toMatch(/^### `tiny-13-20261130.0` is ready$/m);
  expect(text).toContain("| commit | `" + leg.commit.checksum);
  expect(text).toContain("**1 source package changed since `tiny-13-20261129.0`**");
  expect(text).toContain("| build | 30.0 s |  |");
  expect(text).toContain("| **`root`** | 30.0 s |");
  expect(text).toContain("| with nothing | 0 layers | 30.0 MB |");
});

test("text of packages is no markup in it", () => {
  const text = composeSummary(composeResult, [
    { leg, facts: { ...facts, changes: { since: "x", packages: [change] } } },
  ]);

  expect(text).toContain("`curl\\|'x'<img src=x>`");
});

test("a compose of several legs has a part for each", () => {
  const other = { ...leg, variant: "other" };
  const text = composeSummary({ ...composeResult, legs: [leg, other], failed: ["root@more/amd64"] }, [
    { leg, facts },
    { leg: other, facts },
  ]);

  expect(text).toContain("is incomplete: `root@more/amd64` failed");
  expect(text).toContain("#### `tiny/amd64`");
  expect(text).toContain("#### `other/amd64`");
});

test("a compose without what it cannot be published without is stopped, not ready", () => {
  const stopped = {
    ...composeResult,
    legs: [],
    leftOut: [{ node: "commit", reason: "left out by --phase gather" }],
  };

  expect(composeSummary(stopped, [])).toMatch(/^### `tiny-13-20261130.0` stopped without `commit`$/m);
  expect(outputsOf(stopped, undefined, undefined)).toMatchObject({
    status: "TERMINATED",
    unchanged: "false",
  });
});

test("outputs of one leg are those of its commit and image", () => {
  const outputs = outputsOf(composeResult, facts, { id: 7, digest: "sha256:aa" });

  expect(outputs).toMatchObject({
    "compose-id": "tiny-13-20261130.0",
    status: "FINISHED",
    legs: '["tiny/amd64"]',
    commit: leg.commit.checksum,
    image: `oci:${leg.image.layout}:latest`,
    "image-digest": leg.image.manifestDigest,
    "artifact-id": "7",
    unchanged: "false",
  });
  expect(JSON.parse(outputs.json)).toMatchObject({
    composeId: "tiny-13-20261130.0",
    legs: [{ variant: "tiny" }],
  });
  expect(outputs.json).not.toContain("\n");
});

test("outputs of one leg are empty if there are several", () => {
  const outputs = outputsOf(
    { ...composeResult, legs: [leg, { ...leg, variant: "other" }] },
    undefined,
    undefined,
  );

  expect(outputs).toMatchObject({
    commit: "",
    image: "",
    packages: "",
    legs: '["tiny/amd64","other/amd64"]',
  });
});
