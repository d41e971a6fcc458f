import * as z from "zod";
import type { JobAnnotation } from "../runs/failure-in-annotations.ts";
import { apiPath, type CallGitHub, queryOf, repositoryPath } from "./call.ts";
import { readAnswer } from "./read-answer.ts";
import type { RepositoryAt } from "./repository-at.ts";

/** GitHub keeps fifty annotations of a job. */
const most = 100;

const annotation = z.object({
  annotation_level: z.string().nullable(),
  title: z.string().nullable(),
  message: z.string().nullable(),
});

/** Asks for the annotations of a job, which is a check run of GitHub's own App. Returns none if it is gone. */
export async function annotationsOfJob(
  call: CallGitHub,
  { installation, fullName }: RepositoryAt,
  jobId: number,
): Promise<readonly JobAnnotation[]> {
  const path = `${repositoryPath(fullName)}${apiPath`/check-runs/${jobId}/annotations`}${queryOf({ per_page: most })}`;
  const answer = await call({ method: "GET", path, installation, cost: "read", expected: [404] });
  if (answer.status === 404) return [];
  return readAnswer("the annotations of a job", z.array(annotation), answer)
    .slice(0, most)
    .map((one) => ({
      level: one.annotation_level ?? "",
      title: one.title ?? "",
      message: one.message ?? "",
    }));
}
