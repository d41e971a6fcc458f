import { expect, test } from "vitest";
import { isEventOfFork } from "./event-of-fork.ts";

const repository = "me/images";
const pull = (fullName: string | null) => ({
  pull_request: { head: { repo: fullName === null ? null : { full_name: fullName } } },
});

test.each<[string, string, unknown, boolean]>([
  ["a push", "push", {}, false],
  ["a schedule without a payload", "schedule", undefined, false],
  ["a pull request of the repository itself", "pull_request", pull("Me/Images"), false],
  ["a pull request of a fork", "pull_request", pull("you/images"), true],
  ["a pull request of a fork that is gone", "pull_request", pull(null), true],
  ["a review of a pull request of a fork", "pull_request_review", pull("you/images"), true],
  ["a pull request whose event cannot be read", "pull_request", undefined, true],
  ["pull_request_target, whoever asks", "pull_request_target", pull("me/images"), true],
  [
    "a run after one of a fork",
    "workflow_run",
    { workflow_run: { head_repository: { full_name: "you/images" } } },
    true,
  ],
  [
    "a run after one of the repository",
    "workflow_run",
    { workflow_run: { head_repository: { full_name: "me/images" } } },
    false,
  ],
])("%s is judged by who may have started it", (_what, name, payload, isOfFork) => {
  expect(isEventOfFork({ name, payload, repository })).toBe(isOfFork);
});
