import type { CheckedRule } from "../boot/boot-report.ts";
import type { ProbeFacts } from "../boot/probe-facts.ts";

type Facts = ProbeFacts["values"];

/** Lists the rules for the three boots of an upgrade: before it, after it, and after the rollback. */
export const upgradeRules: readonly ((facts: Facts) => readonly CheckedRule[])[] = [
  upgradingRules,
  upgradedRules,
  rolledBackRules,
];

function upgradingRules(facts: Facts): CheckedRule[] {
  const output = (name: string) => facts.get(`${name}-output`) ?? "";
  const succeeded = facts.get("genuine-status") === "0";
  const forged = facts.get("forged-status");
  return [
    ...(forged === undefined
      ? []
      : [
          rule(
            "forged-refused",
            "a commit with a foreign signature is refused",
            "refused for its signature",
            forged !== "0" && /signature|GPG|sign/i.test(output("forged"))
              ? "refused for its signature"
              : `exit status ${forged}: ${output("forged")}`,
          ),
          rule(
            "forged-left",
            "the refused commit is not deployed",
            "1",
            facts.get("forged-deployments") ?? unknown,
          ),
        ]),
    rule(
      "upgrade",
      "the upgrade is fetched and deployed",
      "done",
      succeeded ? "done" : `exit status ${facts.get("genuine-status") ?? unknown}: ${output("genuine")}`,
    ),
  ];
}

function upgradedRules(facts: Facts): CheckedRule[] {
  return [
    ...keptRules(facts),
    rule(
      "accounts",
      "every account of the tree exists",
      "",
      facts.get("accounts-missing")?.trim() ?? unknown,
    ),
    rule("groups", "every group of the tree exists", "", facts.get("groups-missing")?.trim() ?? unknown),
    rule(
      "rollback",
      "the previous deployment can be made the default",
      "0",
      facts.get("rollback-status") === "0" ? "0" : (facts.get("rollback-output") ?? unknown),
    ),
  ];
}

function rolledBackRules(facts: Facts): CheckedRule[] {
  return [
    ...keptRules(facts),
    rule("own-etc", "the system has its own /etc again", "no", facts.get("etc-of-the-other") ?? unknown),
  ];
}

function keptRules(facts: Facts): CheckedRule[] {
  const kept = (fact: string) => facts.get(fact) ?? unknown;
  return [
    rule("etc-kept", "edits in /etc are kept", "yes", kept("etc-kept")),
    rule("var-kept", "/var is kept", "yes", kept("var-kept")),
    rule("account-kept", "the added account is kept", "yes", kept("account-kept")),
  ];
}

const unknown = "not reported";

function rule(id: string, title: string, expected: string, found: string): CheckedRule {
  return { id, title, passed: expected === found, expected, found };
}
