import type { CheckedRule } from "../boot/boot-report.ts";

export interface FetchedFile {
  /** Path of the request. */
  readonly path: string;
  readonly status: number;
  readonly bytes: number;
}

export interface UpgradeFetches {
  readonly deltaParts: number;
  /** Content files that were fetched one by one. */
  readonly looseObjects: number;
  /** Size of all responses. */
  readonly bytes: number;
}

/** Summarises what a client fetched from a repository, by ostree's layout of an archive repository. */
export function upgradeFetches(requests: readonly FetchedFile[]): UpgradeFetches {
  const found = requests.filter(({ status }) => status === 200);
  return {
    deltaParts: found.filter(({ path }) => /\/deltas\/.+\/\d+$/.test(path)).length,
    looseObjects: found.filter(({ path }) => /\/objects\/.+\.(?:filez|dirtree|dirmeta)$/.test(path)).length,
    bytes: found.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** Checks that a host with the previous commit fetched only the parts of the delta, and no other content. */
export function deltaRule({ deltaParts, looseObjects }: UpgradeFetches): CheckedRule {
  return {
    id: "delta",
    title: "the upgrade used the static delta",
    passed: deltaParts > 0 && looseObjects === 0,
    expected: "parts of the delta and no loose object",
    found: `${deltaParts} parts, ${looseObjects} loose objects`,
  };
}
