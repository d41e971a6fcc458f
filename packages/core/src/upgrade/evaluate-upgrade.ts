import type { CheckedRule } from "../boot/boot-report.ts";
import type { ProbeFacts } from "../boot/probe-facts.ts";

type Facts = ProbeFacts["values"];

/** Rules of the boots of an upgrade: of the system before, after, and before again. */
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
            "a commit that a stranger signed is refused",
            "refused for its signature",
            forged !== "0" && /signature|GPG|sign/i.test(output("forged"))
              ? "refused for its signature"
              : `exit status ${forged}: ${output("forged")}`,
          ),
          rule(
            "forged-left",
            "and nothing of it is deployed",
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
      "every account of the tree is there",
      "",
      facts.get("accounts-missing")?.trim() ?? unknown,
    ),
    rule("groups", "every group of the tree is there", "", facts.get("groups-missing")?.trim() ?? unknown),
    rule(
      "rollback",
      "the deployment before can be made the default",
      "0",
      facts.get("rollback-status") === "0" ? "0" : (facts.get("rollback-output") ?? unknown),
    ),
  ];
}

function rolledBackRules(facts: Facts): CheckedRule[] {
  return [
    ...keptRules(facts),
    rule("own-etc", "it has the /etc that it had", "no", facts.get("etc-of-the-other") ?? unknown),
  ];
}

function keptRules(facts: Facts): CheckedRule[] {
  const kept = (fact: string) => facts.get(fact) ?? unknown;
  return [
    rule("etc-kept", "what was edited in /etc is there", "yes", kept("etc-kept")),
    rule("var-kept", "/var is kept", "yes", kept("var-kept")),
    rule("account-kept", "the account that was added is there", "yes", kept("account-kept")),
  ];
}

const unknown = "not told";

function rule(id: string, title: string, expected: string, found: string): CheckedRule {
  return { id, title, passed: expected === found, expected, found };
}
