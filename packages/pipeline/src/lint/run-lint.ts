import { chooseRules } from "@debootc/core/lint/choose-rules";
import type { LintReport } from "@debootc/core/lint/lint-report";
import type { LintRequest } from "@debootc/core/request/lint-request";
import { join } from "node:path";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import { findSubject } from "./find-subject.ts";
import { lintSubject } from "./lint-subject.ts";

/** Runs `debootc lint`: finds the subject and judges it. Throws `usage`, `image-invalid`, `archive-invalid`. */
export async function runLint(
  request: Pick<LintRequest, "subject" | "skip" | "arch" | "outputDir" | "cacheDir">,
  { environment, signal }: Pick<PipelineDependencies, "environment" | "signal">,
): Promise<LintReport> {
  // Refuses unknown rules before a minute of reading.
  chooseRules(request.skip ?? []);
  const subject = await findSubject(request.subject, request.outputDir);
  const options = {
    skip: request.skip ?? [],
    architecture: request.arch,
    debsDirectory: join(request.cacheDir, "debs"),
    privilege: privilegeOf(environment.user),
  };
  return lintSubject(subject, options, { report: () => {}, log: () => {}, signal });
}
