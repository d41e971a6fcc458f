import { dpkgStatusFiles } from "../../subject/dpkg-database.ts";
import { isDebian, osReleaseFiles } from "../../facts/os-release.ts";
import { compareVersions } from "../../../version/compare-versions.ts";
import type { LintRule, RuleFinding } from "../lint-rule.ts";
import type { LintSubject } from "../../subject/lint-subject.ts";
import type { LintEntry } from "../../subject/lint-entry.ts";
import type { LintTree } from "../../subject/lint-tree.ts";

const managers = ["system", "user"] as const;
type Manager = (typeof managers)[number];

const bootc = "/usr/bin/bootc";
/** bootc-dev/bootc#2278: earlier versions follow the links that they should remove from /etc. */
const mendedIn = "1.16.4";

export const etcEnablement: LintRule = {
  name: "etc-enablement",
  level: "warning",
  summary: "enablement links in /etc/systemd point to units of the image below /usr",
  why: "/etc is merged at each update. A link without its unit stays on machines forever; a unit file in /etc is no longer updated once someone changes it; and with bootc before 1.16.4 on composefs, removing a link that points out of /etc (systemctl disable) breaks all updates of that machine.",
  remedy:
    "Ship units in /usr/lib/systemd and enable them with a preset in /usr/lib/systemd/system-preset, or with links in /usr/lib/systemd/system/<target>.wants.",
  reads: new RegExp(`${dpkgStatusFiles.source}|${osReleaseFiles.source}`),
  readsAtMost: 32 * 1024 * 1024,
  *check(subject) {
    const leaving: LintEntry[] = [];
    for (const manager of managers) {
      for (const entry of enablements(subject.tree, manager)) {
        yield* judge(subject.tree, entry, manager, leaving);
      }
    }
    yield* judgeBootc(subject, leaving);
  },
};

/** One finding for all links: packages enable their units this way, so that every image has dozens. */
function* judgeBootc({ tree, dpkg }: LintSubject, leaving: readonly LintEntry[]): Generator<RuleFinding> {
  const [first] = leaving;
  if (first === undefined || tree.follow(bootc) === undefined || !isDebian(tree)) return;
  const version = dpkg.version("bootc");
  if (version !== undefined && compareVersions(version, mendedIn) >= 0) return;
  const links = leaving.length === 1 ? "1 link" : `${leaving.length} links`;
  const danger = `${links} in /etc/systemd point out of /etc, such as ${first.path}`;
  yield version === undefined
    ? {
        path: bootc,
        message: `is of no package, so that it may be older than ${mendedIn}: ${danger}`,
        hint: `State its version: install it as a package, whose version dpkg knows (\`local-packages\` or \`source-packages\`). If it is ${mendedIn} or newer, nothing else is to be done.`,
      }
    : {
        path: bootc,
        message: `is ${version}, older than ${mendedIn}: ${danger}`,
        hint: `Install bootc ${mendedIn} or newer.`,
      };
}

/** Yields the links that `enable` makes: in directories of dependencies, and aliases next to the units. */
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
  leaving: LintEntry[],
): Generator<RuleFinding> {
  const { path, type, target } = entry;
  if (type === "directory" || target === "/dev/null") return;
  if (type !== "symlink") {
    yield { path, message: "is not a link, so systemd ignores it" };
    return;
  }
  const unit = tree.follow(path);
  // A unit may be masked by its package: it exists, and points to /dev/null.
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
  } else {
    leaving.push(entry);
  }
}
