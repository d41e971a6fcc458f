import * as z from "zod";
import { expect, test } from "vitest";
import { publicKey } from "../openpgp/public-keys.fixture.ts";
import { digestOf } from "../record/digest.ts";
import { loadFromMemory, treefilePath } from "../treefile/load-from-memory.fixture.ts";
import type { ResolvedTreefile } from "../treefile/resolved-treefile.ts";
import { treefileKeys } from "../treefile/treefile-keys.ts";
import { contentDigestOf, planContentOf } from "./compose-plan.ts";
import { commitMadeOf, imageMadeOf } from "./made-of.ts";
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
  "remove-kernel-arguments": "takes back what an included treefile gives, which the plan then lacks",
  "closure-check": "decides whether packages are accepted that do not go together, not which",
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
  // An example is a treefile alone; what the packages of one that it includes do is tested below.
  const all = treefileKeys.flatMap(({ record }) => Object.keys(record)).filter((field) => field !== "bases");

  expect([...new Set(changed)].sort()).toEqual(all.sort());
  expect(planned({ ...plain, bases: [["openssh-server"]] })).not.toBe(planned(plain));
  expect(planned({ ...plain, name: "other" })).not.toBe(planned(plain));
  expect(planned({ ...plain, architecture: "arm64" })).not.toBe(planned(plain));
});

const tools = {
  apt: "2",
  "apt-utils": "2",
  bubblewrap: "2",
  dpkg: "1.21.22",
  mmdebstrap: "1",
  ostree: "2",
  tar: "1",
  zlib: "1",
  zstd: "1",
};

test.each(Object.keys(tools))(
  "another version of %s counts no new version of a tree, and is told by no commit and no image",
  (tool) => {
    const madeBy = (versions: Readonly<Record<string, string>>) => {
      const root = rootPlanOf({
        ...{ treefile: plain, packages: [], bootLoader: [], ids: { users: [], groups: [] }, timestamp: 0 },
        ...{ addFiles: [], varRules: digest, tools: versions },
      });
      const content = planContentOf({ treefile: plain, root, lock: digest, compression: "zstd" });
      const contentDigest = contentDigestOf(content);
      const plan = { ...content, treeVersion: "1", contentDigest, previousLayers: null };
      return [contentDigest, commitMadeOf(plan, digest), imageMadeOf(plan, digest)];
    };

    expect(madeBy({ ...tools, [tool]: "0.0.1" })).toEqual(madeBy(tools));
    expect(madeBy({ ...tools, debootc: "0.0.1" })[0]).not.toEqual(madeBy(tools)[0]);
    expect(madeBy({ ...tools, debootc: "0.0.1" }).slice(1)).toEqual(madeBy(tools).slice(1));
  },
);

test("another tree, ref, version or lock is told by commit and image", () => {
  const root = rootPlanOf({
    ...{ treefile: plain, packages: [], bootLoader: [], ids: { users: [], groups: [] }, timestamp: 0 },
    ...{ addFiles: [], varRules: digest, tools },
  });
  const content = planContentOf({ treefile: plain, root, lock: digest, compression: "zstd" });
  const plan = { ...content, treeVersion: "1", contentDigest: digest, previousLayers: null };
  const other = digestOf("other");

  for (const madeOf of [commitMadeOf, imageMadeOf]) {
    const all = [
      madeOf(plan, digest),
      madeOf(plan, other),
      madeOf({ ...plan, ref: "b" }, digest),
      madeOf({ ...plan, treeVersion: "2" }, digest),
      madeOf({ ...plan, lock: other }, digest),
    ];
    expect(new Set(all).size).toBe(all.length);
  }
});
