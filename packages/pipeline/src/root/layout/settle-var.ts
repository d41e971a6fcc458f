import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { factoryPath } from "@debootc/core/var-policy/classify-var";
import type { VarRule } from "@debootc/core/var-policy/var-rule";
import type { RootDirectory } from "../../tree/root-directory.ts";
import { emptyVar } from "./empty-var.ts";
import type { PlannedVar } from "./plan-var.ts";

/**
 * Empties /var as planned: what a machine needs there becomes lines of tmpfiles.d, files of the factory or of
 * /usr/lib/sysimage. What these lines make stays for containers, and the link to dpkg's database. Returns warnings.
 */
export async function settleVar(
  root: RootDirectory,
  { entries, covered, plan, own }: PlannedVar,
): Promise<Diagnostic[]> {
  for (const path of plan.dropped) await root.remove(path);
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

function warnOfUnused({ path }: VarRule): Diagnostic {
  return {
    severity: "warning",
    code: "var-rule-unused",
    key: "var-policy",
    message: `no path in /var matches ${path}`,
    hint: "Drop the rule, or name the package that leaves the path: then it only counts where that is installed.",
  };
}
