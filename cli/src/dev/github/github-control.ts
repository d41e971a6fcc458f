import { DebootcError } from "@debootc/core/error/debootc-error";
import * as z from "zod";

/** Lets the stand-in for GitHub do what people and GitHub do. */
export interface GitHubControl {
  readonly url: string;
  /** Does steps in their order, and returns what each made. Throws `scenario-failed` with what GitHub says. */
  readonly steps: (...steps: readonly object[]) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly ledger: () => Promise<Ledger>;
  /** Returns the published releases, which are read only when the ledger says that there may be others. */
  readonly releases: (repository: string) => Promise<readonly Release[]>;
}

const ledgerSchema = z.looseObject({
  events: z.array(z.looseObject({ guid: z.string(), event: z.string(), action: z.string().nullable() })),
  attempts: z.array(z.looseObject({ guid: z.string(), answered: z.number() })),
  dispatches: z.array(z.looseObject({ runId: z.number(), workflow: z.string(), ref: z.string() })),
  runners: z.array(z.looseObject({ id: z.number(), name: z.string(), labels: z.array(z.string()) })),
  pairs: z.array(z.looseObject({ job: z.number(), runner: z.number() })),
  requests: z.array(z.looseObject({ operation: z.string(), status: z.number() })),
  violations: z.array(z.string()),
});
export type Ledger = z.output<typeof ledgerSchema>;

const releaseSchema = z.looseObject({
  id: z.number(),
  tag_name: z.string(),
  name: z.string().nullable(),
  draft: z.boolean(),
  html_url: z.string(),
  assets: z.array(z.looseObject({ name: z.string(), state: z.string(), size: z.number() })),
});
export type Release = z.output<typeof releaseSchema>;

const answerSchema = z.looseObject({
  message: z.string().optional(),
  results: z.array(z.record(z.string(), z.unknown())).default([]),
});

const patienceMs = 30_000;

/** What publishes or removes a release. Whoever has no account may ask for sixty things in an hour, here as on GitHub. */
const changeReleases = new Set(["repos/create-release", "repos/update-release", "repos/delete-release"]);

/** Returns the control of a stand-in by its address. */
export function githubControl(url: string, signal: AbortSignal): GitHubControl {
  const ask = async (path: string, body?: object) => {
    const response = await fetch(`${url}${path}`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
      ...(body === undefined
        ? {}
        : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
    });
    return { ok: response.ok, answer: await response.json() };
  };
  const ledger = async () => ledgerSchema.parse((await ask("/_fake/ledger")).answer);
  let known: { readonly changes: number; readonly releases: readonly Release[] } = {
    changes: 0,
    releases: [],
  };
  return {
    url,
    steps: async (...steps) => {
      const { ok, answer } = await ask("/_fake/steps", steps);
      const { message, results } = answerSchema.parse(answer);
      if (!ok) throw new DebootcError("scenario-failed", message ?? "GitHub's stand-in refuses the step");
      return results;
    },
    ledger,
    releases: async (repository) => {
      const { requests } = await ledger();
      const changes = requests.filter(
        ({ operation, status }) => changeReleases.has(operation) && status < 300,
      ).length;
      if (changes === known.changes) return known.releases;
      const { ok, answer } = await ask(`/repos/${repository}/releases?per_page=100`);
      if (!ok) return known.releases;
      const releases = z
        .array(releaseSchema)
        .parse(answer)
        .filter(({ draft }) => !draft);
      known = { changes, releases };
      return releases;
    },
  };
}
