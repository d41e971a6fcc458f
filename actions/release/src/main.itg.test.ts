import { composeId, releaseScene } from "@debootc/actions-kit/release/release-scene.fixture";
import { runStep } from "@debootc/actions-kit/run/step.fixture";
import { digestOfBytes } from "@debootc/core/record/digest";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

const main = join(import.meta.dirname, "main.ts");

/** Starts a scene with what runs the step there. */
async function scene() {
  const found = await releaseScene();
  const environment = { ...found.environment, GITHUB_RUN_ID: "7", GITHUB_TOKEN: found.token };
  const step = (inputs: Record<string, string>, others: Record<string, string> = {}) =>
    runStep(main, found.directory, inputs, { ...environment, ...others });
  return { ...found, step, [Symbol.asyncDispose]: found[Symbol.asyncDispose] };
}

test("a compose becomes a release with notes, a second run finds it, and the next one says what changed", async () => {
  await using github = await scene();
  const compose = await github.compose();
  const { outputs, summary, stdout, exitCode } = await github.step({ compose, tag: "v1" });

  expect(exitCode, stdout).toBe(0);
  const [release] = github.releases();
  const contents = new Map([...(release?.assets.values() ?? [])].map(({ name, content }) => [name, content]));
  expect([...contents.keys()].toSorted()).toEqual(
    [
      "SHA256SUMS",
      ...["lock.json", "oci.tar", "ostree.tar", "sbom.cdx.json", "sbom.spdx.json"].map(
        (name) => `${composeId}-a-amd64.${name}`,
      ),
      ...["compose", "composeinfo", "images", "packages"].map((name) => `${composeId}.${name}.json`),
    ].toSorted(),
  );
  for (const line of contents.get("SHA256SUMS")?.toString().trimEnd().split("\n") ?? []) {
    const [hex, name = ""] = line.split("  ");
    expect(digestOfBytes(contents.get(name) ?? "")).toBe(`sha256:${hex}`);
  }
  expect(release).toMatchObject({ tag: "v1", draft: false, target: github.sha });
  expect(release?.body).toMatch(
    /first release[^]*\| `a\/amd64` \|[^]*gh release download v1 --repo octo\/images/,
  );
  const digest = digestOfBytes(contents.get("SHA256SUMS") ?? "");
  expect(outputs).toMatchObject({ released: "true", tag: "v1", digest });
  expect(outputs["url"]).toMatch(/octo\/images\/releases\/tag\/v1$/);
  expect(summary).toContain(`[\`v1\`](${outputs["url"]}) with ${contents.size} files`);
  // Nothing that the step made is left on the runner.
  expect((await readdir(github.directory)).filter((name) => name.startsWith("debootc-"))).toEqual([]);

  const uploads = github.calls("repos/upload-release-asset").length;
  expect((await github.step({ compose, tag: "v1" })).outputs).toEqual(outputs);
  expect(github.calls("repos/upload-release-asset")).toHaveLength(uploads);

  const next = await github.compose({ composeId: "os-13-20261201.0", version: "1.0-2" });
  expect((await github.step({ compose: next })).outputs["tag"]).toBe("os-13-20261201.0");
  expect(github.releases()[1]?.body).toMatch(
    /changes since `v1`[^]*\| `dash` \| upgraded \| `1.0-1` \| `1.0-2` \|/,
  );
});

test("a job that may not write fails with what to write, and nothing is made", async () => {
  await using github = await scene();
  const compose = await github.compose();
  const token = await github.tokenFor({ contents: "read" });
  const { stdout, exitCode } = await github.step({ compose }, { GITHUB_TOKEN: token });

  expect(exitCode).toBe(9);
  expect(stdout).toContain(
    "::error title=debootc%3A github-refused (policy)::cannot call POST /repos/octo/images/releases",
  );
  expect(stdout).toContain("%0Ahint: Write contents: write below permissions: of the job");
  expect(stdout).not.toContain(token);
  expect(github.shown()).toEqual([]);
});

test("a run that somebody may have started whom nobody needs to trust releases nothing, with a warning", async () => {
  await using github = await scene();
  const event = join(github.directory, "event.json");
  await writeFile(event, JSON.stringify({ pull_request: { head: { repo: { full_name: "guest/images" } } } }));
  const others = { GITHUB_EVENT_NAME: "pull_request", GITHUB_EVENT_PATH: event };
  const { stdout, exitCode, outputs } = await github.step({ compose: await github.compose() }, others);

  expect(exitCode).toBe(0);
  expect(outputs["released"]).toBe("false");
  expect(stdout).toContain("::warning title=debootc%3A not released::nothing is released: somebody who");
  expect(github.shown()).toEqual([]);
});

test.each([
  [{}, {}, "there is nothing to release"],
  [{ compose: "out/a", artifact: "a" }, {}, "compose and artifact name one compose each"],
  [{ compose: "out/a", tag: "a..b" }, {}, "tag cannot be"],
  [{ compose: "out/a", commit: "main" }, {}, "commit cannot be"],
  [{ compose: "out/a" }, { GITHUB_TOKEN: "" }, "the step has no GITHUB_TOKEN to release with"],
  [{ compose: "out/a" }, { GITHUB_SHA: "" }, "this is no job of GitHub Actions"],
  [{ compose: "out/a" }, {}, 'no finished compose "out/a"'],
])("%j is refused before GitHub is asked", async (inputs, others, message) => {
  await using github = await scene();
  const before = github.github.ledger.requests.length;
  const { stdout, exitCode } = await github.step(inputs, others);
  expect(exitCode).not.toBe(0);
  expect(stdout).toContain(message);
  expect(github.github.ledger.requests).toHaveLength(before);
});

test("a compose that was changed since it was made is not released", async () => {
  await using github = await scene();
  const compose = await github.compose({
    damage: (files) => files.set("compose/a/amd64/lock.json", Buffer.from("{}")),
  });
  const { stdout, exitCode } = await github.step({ compose });
  expect(exitCode).toBe(8);
  expect(stdout).toContain("verification-differs");
  expect(github.shown()).toEqual([]);
});
