import { expect, test } from "vitest";
import { glyphsFor } from "../screen/glyphs.ts";
import { createStyle } from "../screen/style.ts";
import { devSummary } from "./dev-summary.ts";

const canvas = { columns: 100, directory: "/home/me", style: createStyle(false), glyphs: glyphsFor(true) };
const run = {
  ...{ id: 1, repository: "dev/images", state: "FAILED", reason: null, cause: "push", priority: 0 },
  ...{ ref: "refs/heads/main", sha: "a".repeat(40), actor: "dev", composeId: null, failure: null },
  createdAt: "",
};
const task = { id: 7, run: 1, name: "a/amd64", kind: "leg", state: "FAILED", since: "", attempt: 2 };

test("each run is shown with its tasks, or with why it has none, and each release with its assets", () => {
  const failure = { code: "c", message: "why\u001b[2J" };
  const text = devSummary(
    {
      runs: [
        { run, tasks: [{ ...task, failure }], changes: [] },
        { run: { ...run, id: 2, state: "SKIPPED", reason: "no wish" }, tasks: [], changes: [] },
      ],
      releases: [
        {
          ...{ id: 1, tag_name: "v1", name: null, draft: false, html_url: "http://127.0.0.1/v1" },
          assets: [{ name: "SHA256SUMS", state: "uploaded", size: 1300 }],
        },
      ],
    },
    canvas,
  );
  expect(text).toBe(`
run 1  FAILED  main  aaaaaaaaaaaa
task     kind  state   attempt  failure
a/amd64  leg   FAILED  2        why

run 2  SKIPPED  main  aaaaaaaaaaaa
no wish

release v1  http://127.0.0.1/v1
asset       size
SHA256SUMS  1.3 kB
`);
});

test("nothing is said where nothing happened", () => {
  expect(devSummary({ runs: [], releases: [] }, canvas)).toBe("");
});
