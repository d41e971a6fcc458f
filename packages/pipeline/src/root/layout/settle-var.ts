import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { parseGroup, parsePasswd } from "@debootc/core/ids/account-files";
import { classifyVar, factoryPath, type VarEntry } from "@debootc/core/var-policy/classify-var";
import { tmpfilesPaths } from "@debootc/core/var-policy/tmpfiles-paths";
import type { Placed } from "@debootc/core/plan/root-plan";
import { parseVarRules, type VarRule } from "@debootc/core/var-policy/var-rule";
import { join } from "node:path";
import type { RootDirectory } from "../../tree/root-directory.ts";
import { emptyVar } from "./empty-var.ts";
import { unclassifiedVar, type VarOrigins } from "./unclassified-var.ts";

interface VarRules {
  /** The treefile's, which come first. */
  readonly own: readonly Placed<{ readonly rule: VarRule }>[];
  /** Text of those shipped with debootc. */
  readonly shipped: string;
}

/** The rules shipped with debootc, as a path for messages. */
const varRulesFile = "packages/pipeline/data/var-rules.yaml";

/**
 * Empties /var: what a machine needs there becomes lines of tmpfiles.d, files of the factory or of
 * /usr/lib/sysimage. What these lines make stays for containers, and the link to dpkg's database. Returns warnings. Throws `var-unclassified` and `var-rule-stale`.
 */
export async function settleVar(
  root: RootDirectory,
  { own, shipped }: VarRules,
  origins: VarOrigins,
): Promise<Diagnostic[]> {
  const entries = await readVar(root);
  const covered = new Set<string>();
  for (const directory of ["/usr/lib/tmpfiles.d", "/etc/tmpfiles.d"]) {
    for (const name of await root.list(directory)) {
      for (const path of tmpfilesPaths((await root.readText(join(directory, name))) ?? "")) covered.add(path);
    }
  }
  const rules = [...own.map(({ rule }) => rule), ...parseVarRules(shipped)];
  const plan = classifyVar({ entries, rules, packages: origins.packages, covered });
  if (plan.unknown.length > 0) throw unclassifiedVar(entries, plan.unknown, origins);
  if (plan.stale.length > 0) throw staleRules(plan.stale, own);

  for (const { from, to } of plan.sysimage) {
    await root.remove(to);
    await root.move(from, to);
  }
  for (const path of plan.factory) await root.move(path, factoryPath(path));
  await emptyVar(root, { ...plan, entries, covered });
  await root.makeLink("/var/lib/dpkg", "../../usr/lib/sysimage/dpkg");
  await root.writeFile(
    "/usr/lib/tmpfiles.d/debootc-var.conf",
    `# What packages expect in /var. Written by debootc.\n${plan.lines.map((line) => `${line}\n`).join("")}`,
  );
  return own
    .filter(({ rule }) => rule.package === undefined && plan.unused.includes(rule))
    .map(({ rule }) => warnOfUnused(rule));
}

async function readVar(root: RootDirectory): Promise<VarEntry[]> {
  const users = new Map(
    parsePasswd((await root.readText("/etc/passwd")) ?? "").map(({ name, uid }) => [uid, name]),
  );
  const groups = new Map(
    parseGroup((await root.readText("/etc/group")) ?? "").map(({ name, gid }) => [gid, name]),
  );
  const entries: VarEntry[] = [];
  for await (const { path, stat } of root.walk("/var")) {
    const type = stat.isDirectory() ? "directory" : stat.isSymbolicLink() ? "symlink" : "file";
    entries.push({
      path,
      type,
      mode: stat.mode & 0o7777,
      owner: users.get(stat.uid) ?? String(stat.uid),
      group: groups.get(stat.gid) ?? String(stat.gid),
      ...(type === "symlink" ? { target: await root.readLink(path) } : {}),
    });
  }
  return entries;
}

function warnOfUnused({ path }: VarRule): Diagnostic {
  return {
    severity: "warning",
    code: "var-rule-unused",
    key: "var-policy",
    message: `no path in /var matches ${path}`,
    hint: "Drop the rule, or name the package that leaves the path: then it only counts where that is installed.",
  };
}

function staleRules(stale: readonly VarRule[], own: VarRules["own"]): DebootcError {
  const diagnostics = stale.map((rule): Diagnostic => {
    const origin = own.find((one) => one.rule === rule)?.origin ?? { file: varRulesFile };
    const message = `${rule.path} matches nothing, although the package ${rule.package} is installed`;
    return { severity: "error", code: "var-rule-stale", ...origin, message };
  });
  return new DebootcError("var-rule-stale", "rules for /var have outlived what they were written for", {
    diagnostics,
    hint: "The package has changed: correct or drop the rule.",
  });
}
