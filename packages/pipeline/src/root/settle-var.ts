import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/event/diagnostic";
import { parseGroup, parsePasswd } from "@debootc/core/ids/account-files";
import { classifyVar, factoryPath, type VarEntry } from "@debootc/core/var-policy/classify-var";
import { tmpfilesPaths } from "@debootc/core/var-policy/tmpfiles-paths";
import { parseVarRules, type VarRule } from "@debootc/core/var-policy/var-rule";
import { join } from "node:path";
import { pathBeforeMove } from "./link-toplevel.ts";
import type { PackageFiles } from "./package-files.ts";
import type { RootDirectory } from "./root-directory.ts";

interface VarOrigins extends PackageFiles {
  /** Whether a path of /var stood there before the treefile's scripts ran. */
  readonly wasThere: (path: string) => boolean;
}

/** The rules shipped with debootc, as a path for messages. */
export const varRulesFile = "packages/pipeline/data/var-rules.yaml";

/**
 * Empties /var: what a machine needs there becomes lines of tmpfiles.d, files of the factory or of
 * /usr/lib/sysimage. Only the link to dpkg's database stays, which tools look for in a container.
 * Throws `var-unclassified` and `var-rule-stale`.
 */
export async function settleVar(root: RootDirectory, rulesText: string, origins: VarOrigins): Promise<void> {
  const entries = await readVar(root);
  const covered = new Set<string>();
  for (const directory of ["/usr/lib/tmpfiles.d", "/etc/tmpfiles.d"]) {
    for (const name of await root.list(directory)) {
      for (const path of tmpfilesPaths((await root.readText(join(directory, name))) ?? "")) covered.add(path);
    }
  }
  const plan = classifyVar({ entries, rules: parseVarRules(rulesText), packages: origins.packages, covered });
  if (plan.unknown.length > 0) throw unclassified(plan.unknown, origins);
  if (plan.stale.length > 0) throw staleRules(plan.stale);

  for (const { from, to } of plan.sysimage) {
    await root.remove(to);
    await root.move(from, to);
  }
  for (const path of plan.factory) await root.move(path, factoryPath(path));
  for (const name of await root.list("/var")) await root.remove(`/var/${name}`);
  await root.makeLink("/var/lib/dpkg", "../../usr/lib/sysimage/dpkg");
  await root.writeFile(
    "/usr/lib/tmpfiles.d/debootc-var.conf",
    `# What packages expect in /var. Written by debootc.\n${plan.lines.map((line) => `${line}\n`).join("")}`,
  );
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

/** More than this is one cause many times, such as a database made at installation. */
const shownAtMost = 20;

function unclassified(unknown: readonly VarEntry[], origins: VarOrigins): DebootcError {
  const diagnostics = unknown.slice(0, shownAtMost).map((entry) => unclassifiedEntry(entry, origins));
  const more = unknown.length - diagnostics.length;
  const count = `${unknown.length} ${unknown.length === 1 ? "path" : "paths"} in /var without a rule`;
  return new DebootcError(
    "var-unclassified",
    more === 0 ? count : `${count}, of which ${more} are not shown`,
    {
      diagnostics,
      hint: "An image cannot ship /var: say for each path what becomes of it.",
    },
  );
}

function unclassifiedEntry(entry: VarEntry, { ownerOf, wasThere }: VarOrigins): Diagnostic {
  const path = pathBeforeMove(entry.path);
  const owner = ownerOf(path);
  if (!wasThere(entry.path)) {
    return {
      severity: "error",
      code: "var-unclassified",
      key: "postprocess",
      message: `${path}: a postprocess script left a ${entry.type} that no image can ship`,
      hint: "Let the script remove it, or put it below /usr and make it on the machine by a file in /usr/lib/tmpfiles.d.",
    };
  }
  const rule = `- { path: ${entry.path}, class: tmpfiles${owner === undefined ? "" : `, package: ${owner}`} }`;
  return {
    severity: "error",
    code: "var-unclassified",
    message: `${path}: ${owner === undefined ? "a maintainer script" : `the package ${owner}`} left a ${entry.type} in /var that no rule covers`,
    allowed:
      "tmpfiles (copied to /var at boot), sysimage (kept in /usr/lib/sysimage), discard (made anew when needed)",
    hint: `Leave the path out of the image: remove-files: [${path}]\n  or add the rule to ${varRulesFile}:\n    ${rule}`,
  };
}

function staleRules(stale: readonly VarRule[]): DebootcError {
  const list = stale.map(({ path, package: name }) => `${path} (package ${name})`).join("\n  ");
  return new DebootcError(
    "var-rule-stale",
    `rules for /var that match nothing although their package is installed:\n  ${list}`,
    {
      hint: `The package has changed: mend or drop the rule in ${varRulesFile}.`,
    },
  );
}
