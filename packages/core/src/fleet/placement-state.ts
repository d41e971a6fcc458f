/** Lists the states of a placement: an attempt at a task that was given to a host. */
export const placementStates = ["placed", "registering", "ordered", "started", "ended"] as const;
export type PlacementState = (typeof placementStates)[number];

/** Maps each state of a placement to those that may follow it. The hub's database enforces the same table. */
export const placementTransitions: Readonly<Record<PlacementState, readonly PlacementState[]>> = {
  placed: ["registering", "ended"],
  registering: ["ordered", "ended"],
  ordered: ["started", "ended"],
  started: ["ended"],
  ended: [],
};

/** Maps how a placement ended to words for people. */
export const placementOutcomes = {
  done: "its runner ended by itself",
  failed: "its runner failed",
  "answer-lost": "its order never reached the host",
  "host-lost": "its host was silent for too long",
  "session-ended": "the agent of its host was started anew without it",
  withdrawn: "its host took no more orders",
  "host-disabled": "its host was disabled or removed",
  unclaimed: "its host did not ask for it",
  refused: "the admission check refused it",
  unreachable: "GitHub could not be asked",
  "not-ready": "GitHub held its job back",
  "registration-refused": "GitHub refused its runner",
  "registration-unsure": "GitHub did not say whether it made its runner",
  "registration-gone": "GitHub did not know its runner any more",
  "task-over": "its task had ended",
} as const;
export type PlacementOutcome = keyof typeof placementOutcomes;

/** Lists the outcomes that say nothing of the task, the host or the runner: they use up no try. */
const innocent: readonly PlacementOutcome[] = [
  "withdrawn",
  "unclaimed",
  "unreachable",
  "not-ready",
  "task-over",
];

/** Bounds how often an attempt is placed before it fails: each of these tries had a host and a runner of its own. */
export const mostPlacements = 4;

/** Returns whether an outcome uses up one of the tries of an attempt. */
export function isTry(outcome: PlacementOutcome): boolean {
  return !innocent.includes(outcome);
}
