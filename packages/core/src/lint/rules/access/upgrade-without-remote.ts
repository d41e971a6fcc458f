import { wordsOfUnit } from "../../../unit/unit-file.ts";
import { presetFiles } from "../../facts/enablement.ts";
import { systemUnits, unitFiles } from "../../facts/system-units.ts";
import type { LintRule } from "../lint-rule.ts";

export const upgradeWithoutRemote: LintRule = {
  name: "upgrade-without-remote",
  level: "warning",
  summary: "a system that upgrades itself with ostree knows a remote",
  why: "The timer fires, finds nowhere to fetch from and fails or does nothing. Every machine keeps the image it was installed with, security updates included.",
  remedy:
    "Name the repository: `ostree-remote` in a treefile, with its keys. Or do not enable the timer. If machines get their remote when they are installed, skip the rule.",
  reads: new RegExp(`${presetFiles.source}|${unitFiles.source}`),
  *check({ tree }) {
    if (tree.list("/etc/ostree/remotes.d").some(({ path }) => path.endsWith(".conf"))) return;
    for (const { name, path, file, started } of systemUnits(tree)) {
      if (!started || !name.endsWith(".service")) continue;
      const words = [name, ...wordsOfUnit(file, "Service", "ExecStart")].join(" ");
      if (!/\bostree\b.*\bup(?:grade|date)\b/.test(words)) continue;
      yield { path, message: "upgrades from nowhere: the image names no remote of ostree" };
    }
  },
};
