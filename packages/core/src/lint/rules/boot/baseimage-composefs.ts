import type { LintRule, RuleFinding } from "../lint-rule.ts";
import { rootsToCheck } from "../../facts/roots-to-check.ts";
import { parseKeyFile } from "../../parse/key-file.ts";
import type { LintTree } from "../../subject/lint-tree.ts";

const file = "ostree/prepare-root.conf";
/** ostree-prepare-root(1). */
const composefsOn = ["signed", "verity", "yes", "true", "1", "maybe"];
const composefsOff = ["no", "false", "0"];
const booleans = ["true", "1", "false", "0"];

export const baseimageComposefs: LintRule = {
  name: "baseimage-composefs",
  level: "warning",
  summary: "ostree/prepare-root.conf turns composefs on, or makes the root transient",
  why: "Without composefs only /usr of a deployment is protected from changes, and bootc cannot check it.",
  remedy:
    "Put `[composefs]` and `enabled = maybe` (or `yes`, to insist) into /usr/lib/ostree/prepare-root.conf and make the initramfs again. Debian's ostree is built with composefs since forky; one without boots with `maybe` as if it were off.",
  ofBootc: true,
  reads: /^(\/usr\/share\/doc\/bootc\/baseimage\/base)?\/(etc|usr\/lib)\/ostree\/prepare-root\.conf$/,
  *check({ tree }) {
    for (const root of rootsToCheck) {
      if (root === "" || tree.follow(root) !== undefined) yield* findingsIn(tree, root);
    }
  },
};

function* findingsIn(tree: LintTree, root: string): Generator<RuleFinding> {
  // The first that is there is the one that counts.
  const path = [`${root}/etc/${file}`, `${root}/usr/lib/${file}`].find((candidate) => tree.follow(candidate));
  const text = path === undefined ? undefined : tree.text(path);
  if (path === undefined || text === undefined) {
    yield { path: path ?? `${root}/usr/lib/${file}`, message: "is missing, so composefs is off" };
    return;
  }
  const settings = parseKeyFile(text);
  if (typeof settings === "number") {
    yield { path, message: `line ${settings} is no part of a key file`, level: "error" };
    return;
  }
  const transient = settings.get("root")?.get("transient");
  if (transient !== undefined && !booleans.includes(transient)) {
    yield {
      path,
      message: `root.transient is ${JSON.stringify(transient)}, neither true nor false`,
      level: "error",
    };
    return;
  }
  const composefs = settings.get("composefs")?.get("enabled") ?? "no";
  if (transient === "true" || transient === "1" || composefsOn.includes(composefs)) return;
  const known = composefsOff.includes(composefs);
  yield {
    path,
    message: known
      ? "leaves composefs off"
      : `composefs.enabled is ${JSON.stringify(composefs)}, which means off`,
  };
}
