import { parseGroup, parsePasswd } from "@debootc/core/ids/account-files";
import type { Placed } from "@debootc/core/plan/root-plan";
import { classifyVar, type VarEntry, type VarPlan } from "@debootc/core/var-policy/classify-var";
import { tmpfilesPaths } from "@debootc/core/var-policy/tmpfiles-paths";
import { parseVarRules, type VarRule } from "@debootc/core/var-policy/var-rule";
import { join } from "node:path";
import type { RootDirectory } from "../../tree/root-directory.ts";

interface VarRules {
  /** The treefile's, which come first. */
  readonly own: readonly Placed<{ readonly rule: VarRule }>[];
  /** Text of those shipped with debootc. */
  readonly shipped: string;
}

/** Holds what becomes of /var, before anything is done. */
export interface PlannedVar {
  readonly entries: readonly VarEntry[];
  /** Paths that the tmpfiles.d of packages makes. */
  readonly covered: ReadonlySet<string>;
  readonly plan: VarPlan;
  readonly own: VarRules["own"];
}

/** Decides what becomes of everything in /var; `packages` are those that are installed. */
export async function planVar(
  root: RootDirectory,
  { own, shipped }: VarRules,
  packages: ReadonlySet<string>,
): Promise<PlannedVar> {
  const entries = await readVar(root);
  const covered = new Set<string>();
  for (const directory of ["/usr/lib/tmpfiles.d", "/etc/tmpfiles.d"]) {
    for (const name of await root.list(directory)) {
      for (const path of tmpfilesPaths((await root.readText(join(directory, name))) ?? "")) covered.add(path);
    }
  }
  const rules = [...own.map(({ rule }) => rule), ...parseVarRules(shipped)];
  return { entries, covered, plan: classifyVar({ entries, rules, packages, covered }), own };
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
    const type = stat.isDirectory()
      ? "directory"
      : stat.isSymbolicLink()
        ? "symlink"
        : stat.isFile()
          ? "file"
          : "special";
    entries.push({
      path,
      type,
      mode: stat.mode & 0o7777,
      owner: users.get(stat.uid) ?? String(stat.uid),
      group: groups.get(stat.gid) ?? String(stat.gid),
      ...(type === "symlink" ? { target: await root.readLink(path) } : {}),
      ...(type === "file" ? { size: stat.size } : {}),
    });
  }
  return entries;
}
