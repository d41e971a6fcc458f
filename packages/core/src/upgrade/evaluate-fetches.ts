import type { CheckedRule } from "../boot/boot-report.ts";

export interface FetchedFile {
  /** Path of the request. */
  readonly path: string;
  readonly status: number;
  readonly bytes: number;
}

export interface UpgradeFetches {
  readonly deltaParts: number;
  /** Files of content that were fetched one by one. */
  readonly looseObjects: number;
  /** Of all answers. */
  readonly bytes: number;
}

/** What a client fetched from a repository, by ostree's layout of an archive repository. */
export function upgradeFetches(requests: readonly FetchedFile[]): UpgradeFetches {
  const found = requests.filter(({ status }) => status === 200);
  return {
    deltaParts: found.filter(({ path }) => /\/deltas\/.+\/\d+$/.test(path)).length,
    looseObjects: found.filter(({ path }) => /\/objects\/.+\.(?:filez|dirtree|dirmeta)$/.test(path)).length,
    bytes: found.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** A host that has the commit before needs the parts of the delta, and nothing else of the content. */
export function deltaRule({ deltaParts, looseObjects }: UpgradeFetches): CheckedRule {
  return {
    id: "delta",
    title: "it came by the static delta",
    passed: deltaParts > 0 && looseObjects === 0,
    expected: "parts of the delta and no loose object",
    found: `${deltaParts} parts, ${looseObjects} loose objects`,
  };
}
