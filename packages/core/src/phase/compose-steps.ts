/** Names the phases of a compose, in their order. */
export const composePhases = ["gather", "build", "ostree", "output", "cleanup"] as const;
export type ComposePhase = (typeof composePhases)[number];

/**
 * Lists the steps of a compose, each a node for every leg or one for all of them, with the phase that it belongs to. A test
 * compares them with the graph.
 */
export const composeSteps = {
  "source-packages": "gather",
  lock: "gather",
  plan: "gather",
  packages: "gather",
  root: "build",
  commit: "ostree",
  layers: "output",
  image: "output",
  sbom: "output",
  lint: "output",
  disks: "output",
  leg: "output",
  report: "output",
  metadata: "output",
  overview: "output",
  publish: "cleanup",
} as const satisfies Readonly<Record<string, ComposePhase>>;
export type ComposeStep = keyof typeof composeSteps;

/** Returns the step of a node by the node's id: `root` for `root@server/amd64`. */
export function stepOf(id: string): string {
  return id.replace(/@.*$/s, "");
}

/** Lists the steps that a compose file can leave out: nothing else needs what they leave. */
export const optionalSteps = [
  "sbom",
  "lint",
  "disks",
  "report",
  "overview",
] as const satisfies readonly ComposeStep[];
/** Lists those of them of which each leg has its own. */
export const optionalLegSteps = ["sbom", "lint", "disks", "report"] as const satisfies readonly ComposeStep[];

const stepForm = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** Tells whether a word can name a step, such as one of a plugin. */
export function isStepName(word: string): boolean {
  return stepForm.test(word) && word.length <= 40;
}
