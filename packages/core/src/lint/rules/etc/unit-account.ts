import { wordsOfUnit } from "../../../unit/unit-file.ts";
import { presetFiles } from "../../facts/enablement.ts";
import { accountSources, type KnownAccounts, knownAccounts } from "../../facts/known-accounts.ts";
import { type SystemUnit, systemUnits, unitFiles } from "../../facts/system-units.ts";
import type { LintRule } from "../lint-rule.ts";

export const unitAccount: LintRule = {
  name: "unit-account",
  level: "error",
  summary: "the users and groups that units run as exist",
  why: "systemd does not start such a unit: it fails with status 217/USER or 216/GROUP on every machine. In a unit that nothing enables, it is a warning.",
  remedy:
    "Add the package that makes the account, declare it in /usr/lib/sysusers.d, or write DynamicUser=yes into the unit.",
  reads: new RegExp(`${accountSources.source}|${presetFiles.source}|${unitFiles.source}`),
  *check({ tree }) {
    // Without accounts nothing can be said: they may come from elsewhere.
    if (tree.text("/etc/passwd") === undefined) return;
    const known = knownAccounts(tree);
    for (const unit of systemUnits(tree)) {
      for (const { key, name, kind } of accountsOf(unit)) {
        if (known[kind].has(name)) continue;
        const noun = kind === "users" ? "user" : "group";
        yield {
          path: unit.path,
          message: `has ${key}=${name}, and there is no such ${noun}`,
          ...(unit.started ? {} : { level: "warning" }),
        };
      }
    }
  },
};

interface NamedAccount {
  readonly key: string;
  readonly name: string;
  readonly kind: keyof KnownAccounts;
}

const sections = { service: "Service", socket: "Socket", mount: "Mount", swap: "Swap" } as const;

/** Returns the accounts that must exist: numbers and what is only known at run time are left out. */
function accountsOf({ name, file }: SystemUnit): readonly NamedAccount[] {
  const section = sections[name.slice(name.lastIndexOf(".") + 1) as keyof typeof sections];
  const words = (key: string) => wordsOfUnit(file, section, key);
  const last = (key: string) => words(key).slice(-1);
  // systemd makes the user, and a group of the same name, when the unit starts.
  const isDynamic = /^(1|yes|y|true|t|on)$/i.test(last("DynamicUser")[0] ?? "");
  const own = isDynamic
    ? []
    : [...named("User", last("User"), "users"), ...named("Group", last("Group"), "groups")];
  return [
    ...own,
    ...named("SupplementaryGroups", words("SupplementaryGroups"), "groups"),
    ...named("SocketUser", last("SocketUser"), "users"),
    ...named("SocketGroup", last("SocketGroup"), "groups"),
  ].filter((each) => !each.name.includes("%") && !/^\d+$/.test(each.name));
}

function named(key: string, names: readonly string[], kind: keyof KnownAccounts): NamedAccount[] {
  return names.map((name) => ({ key, name, kind }));
}
