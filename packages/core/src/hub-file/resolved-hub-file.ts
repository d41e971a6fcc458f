import { secondsOf } from "../document/limit-text.ts";
import { defaultRetryRules } from "../task/decide-retry.ts";
import type { HubFile, Patterns, Triggers } from "./hub-file.ts";
import type { HubFileInput } from "./schema/hub-file-schema.ts";

type OneOrMore = string | readonly string[];

/** Puts the defaults of a hub file, which has no errors, into their places. */
export function resolvedHubFile(input: HubFileInput): HubFile {
  const { release, retry, timeouts, steer, packages = [] } = input;
  const time = (text: string) => secondsOf(text) ?? 0;
  return {
    compose: input.compose ?? "treefiles/compose.yaml",
    arches: [...new Set(input.arches ?? ["amd64"])],
    workflow: input.workflow ?? "debootc.yml",
    on: triggersOf(input.on),
    fleet: input.fleet ?? false,
    runners: new Map(
      Object.entries(input.runners ?? {}).flatMap(([name, labels]) =>
        labels === undefined ? [] : [[name, listOf(labels)] as const],
      ),
    ),
    packages: packages.map(({ source, arches, needs = [], required = true }) => ({
      source,
      needs: [...new Set(needs)],
      required,
      ...(arches === undefined ? {} : { arches: [...new Set(arches)] }),
    })),
    release: { tags: listOf(release?.tags ?? []), branches: listOf(release?.branches ?? []) },
    channels: (input.channels ?? []).map(({ name, automatic, latest, after, age, checks, images }) => ({
      ...{ name, automatic: automatic ?? false, latest: latest ?? false },
      ...(after === undefined ? {} : { after }),
      ...{ ageSeconds: age === undefined ? 0 : time(age), checks: checks ?? [] },
      ...(images === undefined ? {} : { images }),
    })),
    attempts: retry?.attempts ?? defaultRetryRules.attempts,
    timeoutSeconds: {
      package: time(timeouts?.package ?? "6h"),
      leg: time(timeouts?.leg ?? "6h"),
      assemble: time(timeouts?.assemble ?? "1h"),
      release: time(timeouts?.release ?? "1h"),
    },
    priority: input.priority ?? 0,
    steer: { permission: steer?.permission ?? "write", logins: steer?.logins ?? [] },
  };
}

function triggersOf(on: HubFileInput["on"]): Triggers {
  if (on === undefined)
    return { push: {}, pullRequest: { branches: "default" }, schedule: [], comment: true };
  const { push, tags, schedule = [], comment = true } = on;
  const pullRequest = on["pull-request"];
  return {
    ...(push === undefined ? {} : { push: filtersOf(push) }),
    ...(tags === undefined ? {} : { tags: listOf(tags) }),
    ...(pullRequest === undefined ? {} : { pullRequest: filtersOf(pullRequest) }),
    schedule,
    comment,
  };
}

function filtersOf({ branches, paths }: { branches?: OneOrMore | undefined; paths?: OneOrMore | undefined }) {
  return {
    ...(branches === undefined ? {} : { branches: listOf(branches) }),
    ...(paths === undefined ? {} : { paths: listOf(paths) }),
  };
}

function listOf(given: OneOrMore): Patterns {
  return typeof given === "string" ? [given] : [...given];
}
