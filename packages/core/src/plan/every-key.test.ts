import * as z from "zod";
import { expect, test } from "vitest";
import { publicKey } from "../openpgp/public-keys.fixture.ts";
import { digestOf } from "../record/digest.ts";
import { loadFromMemory, treefilePath } from "../treefile/load-from-memory.fixture.ts";
import type { ResolvedTreefile } from "../treefile/resolved-treefile.ts";
import { treefileKeys } from "../treefile/treefile-keys.ts";
import { contentDigestOf, planContentOf } from "./compose-plan.ts";
import { nextVersion } from "./next-version.ts";
import { rootPlanOf } from "./root-plan.ts";

const byLock = "decides which packages are locked, and the plan names their digests";
const judges = "judges a finished root, which it does not change";

/** Keys that shape no bytes of what is composed of one lock, and why. */
const shapesNothing: Readonly<Record<string, string>> = {
  components: byLock,
  mirror: byLock,
  snapshot: byLock,
  sources: byLock,
  packages: byLock,
  "packages-amd64": byLock,
  "exclude-packages": byLock,
  "local-packages": byLock,
  "source-packages": byLock,
  pins: byLock,
  recommends: byLock,
  "check-passwd": judges,
  "check-groups": judges,
};

const digest = digestOf("x");

/** Digests the whole plan of a compose, for one lock. */
function planned(treefile: ResolvedTreefile): string {
  const root = rootPlanOf({
    treefile,
    packages: [],
    bootLoader: [],
    ids: { users: [], groups: [] },
    timestamp: 0,
    addFiles: treefile.addFiles.map(({ target }) => ({ target, digest })),
    varRules: digest,
    tools: {},
  });
  const { compression } = treefile.container;
  const content = planContentOf({ treefile, root, lock: digest, compression });
  const contentDigest = contentDigestOf(content);
  const prefix = treefile.automaticVersionPrefix;
  return digestOf([content, nextVersion({ prefix, timestamp: 0, contentDigest, previous: undefined })]);
}

function load(given: Readonly<Record<string, unknown>>): ResolvedTreefile {
  const lines = Object.entries({ ref: "a", suite: "sid", ...given }).map(
    ([key, value]) => `${key}: ${JSON.stringify(value)}\n`,
  );
  return loadFromMemory({
    [treefilePath]: lines.join(""),
    "/tree/scripts/last.sh": "#!/bin/sh\n",
    "/tree/keys/updates.asc": publicKey.armour,
    "/tree/keys/example.asc": publicKey.armour,
  }).treefile;
}

const plain = load({});
const examples = treefileKeys
  .filter(({ name, isReadFirst }) => !isReadFirst && !/^packages-(?!amd64)/.test(name))
  .map(({ name, schema }) => {
    const [example] = (z.globalRegistry.get(schema)?.["examples"] as readonly unknown[] | undefined) ?? [];
    return { name, example };
  });

test.each(examples)("$name moves the plan, or shapes no bytes", ({ name, example }) => {
  expect(example).toBeDefined();
  const isMoved = planned(load({ [name]: example })) !== planned(plain);

  expect(isMoved).toBe(!(name in shapesNothing));
});

test("and so every field of a resolved treefile does", () => {
  const changed = examples.flatMap(({ name, example }) => {
    const other: Record<string, unknown> = load({ [name]: example });
    return Object.keys(other).filter(
      (field) => digestOf(other[field]) !== digestOf((plain as Record<string, unknown>)[field] ?? null),
    );
  });
  const all = treefileKeys.flatMap(({ record }) => Object.keys(record));

  expect([...new Set(changed)].sort()).toEqual(all.sort());
  expect(planned({ ...plain, name: "other" })).not.toBe(planned(plain));
  expect(planned({ ...plain, architecture: "arm64" })).not.toBe(planned(plain));
});
