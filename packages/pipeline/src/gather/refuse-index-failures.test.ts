import type { DebootcError } from "@debootc/core/error/debootc-error";
import { loadFromMemory, treefilePath } from "@debootc/core/treefile/load-from-memory.fixture";
import { expect, test } from "vitest";
import { archiveSources } from "./archive-sources.ts";
import { refuseIndexFailures } from "./refuse-index-failures.ts";

const uri = "http://mirror.example.org/debian";
const treefile = (more: string) => loadFromMemory({ [treefilePath]: `ref: a\nsuite: sid\n${more}` }).treefile;
const mirrors = { wanted: uri, host: { main: undefined, security: undefined }, debootstrap: undefined };

test("the hint for a suite's own index that has expired is what accepts it", () => {
  const { sources } = archiveSources(treefile(""), mirrors);
  const detail = "is expired since 2d 3h. Updates for this repository will not be applied.";
  let hint = "";
  try {
    refuseIndexFailures([{ kind: "expired", uri, suite: "sid", detail }], sources);
  } catch (error) {
    hint = (error as DebootcError).hint ?? "";
  }

  const [, advice = ""] = /`(sources: .*)`/.exec(hint) ?? [];
  const accepting = archiveSources(treefile(`${advice}\n`), mirrors).sources;
  expect(
    accepting.map(({ id, uris, suites, checkValidUntil }) => ({ id, uris, suites, checkValidUntil })),
  ).toEqual([{ id: "debian", uris: [uri], suites: ["sid"], checkValidUntil: false }]);
});
