/** The stages of a build of a package, in their order. */
export const buildStages = [
  "configuration",
  "source",
  "base",
  "dependencies",
  "arch-check",
  "unpack",
  "build",
  "results",
  "checks",
  "proof",
] as const;
export type BuildStage = (typeof buildStages)[number];

/** What is being done in a stage, as `state.log` and the last screen call it. */
export const buildStageTitles: Readonly<Record<BuildStage, string>> = {
  configuration: "read the configuration",
  source: "find and check the source package",
  base: "make the base root",
  dependencies: "install the build dependencies",
  "arch-check": "see whether it builds for this architecture",
  unpack: "unpack the source package",
  build: "build",
  results: "collect the results",
  checks: "check the packages",
  proof: "compare the packages",
};
