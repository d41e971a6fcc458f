import type { FakeGitHub } from "../start-fake-github.ts";
import { checkedStep } from "./check-step.ts";
import { runStep } from "./run-step.ts";

/** Checks and does steps in their order. Throws at the first that cannot be done, with its place. */
export function performSteps(github: FakeGitHub, steps: unknown): readonly object[] {
  if (!Array.isArray(steps)) throw new Error("cannot read the scenario: it has to be a list of steps");
  return steps.map((step: unknown, index) => {
    try {
      return runStep(github, checkedStep(step));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`step ${index + 1} of the scenario: ${reason}`, { cause: error });
    }
  });
}
