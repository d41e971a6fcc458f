/** Lists the stages of a package build in order. */
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

/** Names what is done in each stage, for `state.log` and the last screen. */
export const buildStageTitles: Readonly<Record<BuildStage, string>> = {
  configuration: "read the configuration",
  source: "find and check the source package",
  base: "make the base root",
  dependencies: "install the build dependencies",
  "arch-check": "check that it builds for this architecture",
  unpack: "unpack the source package",
  build: "build",
  results: "collect the results",
  checks: "check the packages",
  proof: "compare the packages",
};
