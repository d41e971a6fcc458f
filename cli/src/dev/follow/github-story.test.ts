import type { Report } from "@debootc/core/event/event";
import { expect, test } from "vitest";
import type { Ledger } from "../github/github-control.ts";
import { githubStory } from "./github-story.ts";

const nothing: Ledger = {
  ...{ events: [], attempts: [], dispatches: [], runners: [], pairs: [], requests: [], violations: [] },
};

function begin() {
  const reported: Report[] = [];
  const story = githubStory(() => (report) => reported.push(report));
  const titles = () => reported.splice(0).flatMap((one) => (one.type === "node" ? [one.title] : [one.type]));
  return { story, titles };
}

test("each thing that happens is told once, a delivery when it was answered", () => {
  const { story, titles } = begin();
  const events = [
    { guid: "g1", event: "push", action: null },
    { guid: "g2", event: "workflow_job", action: "queued" },
  ];
  story.tell({ ...nothing, events }, []);
  expect(titles()).toEqual([]);

  const ledger: Ledger = {
    ...{ ...nothing, events, attempts: [{ guid: "g1", answered: 202 }] },
    dispatches: [{ runId: 5, workflow: "debootc.yml", ref: "main" }],
    runners: [{ id: 2, name: "agent-1-x", labels: ["t"] }],
    pairs: [{ job: 9, runner: 2 }],
  };
  story.tell(ledger, []);
  story.tell(ledger, []);
  expect(titles()).toEqual([
    ...["push is delivered", "debootc.yml on main is workflow run 5", "agent-1-x is registered"],
    "agent-1-x has job 9",
  ]);
});

test("a delivery that nobody took is told as failed, and again when it is taken", () => {
  const { story, titles } = begin();
  const events = [{ guid: "g1", event: "push", action: null }];
  story.tell({ ...nothing, events, attempts: [{ guid: "g1", answered: 0 }] }, []);
  story.tell({ ...nothing, events, attempts: [{ guid: "g1", answered: 202 }] }, []);

  expect(titles()).toEqual(["push is not taken: no answer", "push is delivered"]);
});

test("a release is told once, with what it has", () => {
  const { story, titles } = begin();
  const release = { id: 1, tag_name: "v1", name: null, draft: false, html_url: "http://x/v1", assets: [] };
  story.tell(nothing, []);
  expect(titles()).toEqual([]);
  story.tell(nothing, [release]);
  story.tell(nothing, [release]);
  expect(titles()).toEqual(["v1 is published with 0 assets", "artifact"]);
});
