import * as core from "@actions/core";

/** Returns whether this is the second run of the program, at the end of the job, and lets the first one be known to it. */
export function isPostStep(): boolean {
  const isPost = core.getState("started") !== "";
  if (!isPost) core.saveState("started", "true");
  return isPost;
}
