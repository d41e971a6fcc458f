import { dpkgStatusFiles } from "../../subject/dpkg-database.ts";
import { isDebian, osReleaseFiles } from "../../facts/os-release.ts";
import { compareVersions } from "../../../version/compare-versions.ts";
import type { LintRule, RuleFinding } from "../lint-rule.ts";
import type { LintSubject } from "../../subject/lint-subject.ts";
import type { LintEntry } from "../../subject/lint-entry.ts";
import type { LintTree } from "../../subject/lint-tree.ts";

const managers = ["system", "user"] as const;
type Manager = (typeof managers)[number];

/** bootc-dev/bootc#2278: earlier ones follow the links that they are to remove from /etc. */
const mendedIn = "1.16.4";

export const etcEnablement: LintRule = {
  name: "etc-enablement",
  level: "warning",
  summary: "enablement links in /etc/systemd lead to units of the image, below /usr",
  why: "/etc is merged at each update. A link without its unit stays on machines for ever; a unit file in /etc stops being updated where someone changes it; and with bootc before 1.16.4 on composefs, removing a link that leads out of /etc (systemctl disable) ends all updates of that machine.",
  remedy:
    "Ship units in /usr/lib/systemd and enable them by a preset in /usr/lib/systemd/system-preset, or by links in /usr/lib/systemd/system/<target>.wants.",
  reads: new RegExp(`${dpkgStatusFiles.source}|${osReleaseFiles.source}`),
  readsAtMost: 32 * 1024 * 1024,
  *check(subject) {
    const trapped = hasUnmendedBootc(subject);
    for (const manager of managers) {
      for (const entry of enablements(subject.tree, manager)) {
        yield* judge(subject.tree, entry, manager, trapped);
      }
    }
  },
};

/** Of one that no package of Debian's brought, nobody can say the version. */
function hasUnmendedBootc({ tree, dpkg }: LintSubject): boolean {
  if (tree.follow("/usr/bin/bootc") === undefined || !isDebian(tree)) return false;
  const version = dpkg.version("bootc");
  return version === undefined || compareVersions(version, mendedIn) < 0;
}

/** Links of `enable`: in directories of dependencies, and aliases beside the units. */
function* enablements(tree: LintTree, manager: Manager): Generator<LintEntry> {
  for (const entry of tree.list(`/etc/systemd/${manager}`)) {
    if (entry.type === "symlink") yield entry;
    else if (/\.(wants|requires|upholds)$/.test(entry.path)) yield* tree.list(entry.path);
  }
}

function* judge(
  tree: LintTree,
  entry: LintEntry,
  manager: Manager,
  trapped: boolean,
): Generator<RuleFinding> {
  const { path, type, target } = entry;
  if (type === "directory" || target === "/dev/null") return;
  if (type !== "symlink") {
    yield { path, message: "is no link, so systemd does not look at it" };
    return;
  }
  const unit = tree.follow(path);
  // A unit may be masked by its package: it is there, and leads to /dev/null.
  const named = tree.lookup(
    target.startsWith("/") ? target : `${path.slice(0, path.lastIndexOf("/"))}/${target}`,
  );
  if (unit === undefined && named === undefined && !target.startsWith("/run/")) {
    yield { path, message: `enables a unit that the image does not have: ${target}` };
  } else if (unit?.path.startsWith("/etc/")) {
    yield {
      path,
      message: `enables ${unit.path}, a unit file in /etc`,
      hint: `Ship the unit as /usr/lib/systemd/${manager}/${unit.path.split("/").at(-1)}.`,
    };
  } else if (trapped) {
    yield {
      path,
      message: `leads out of /etc, and this image's bootc is not known to be ${mendedIn} or newer`,
    };
  }
}
