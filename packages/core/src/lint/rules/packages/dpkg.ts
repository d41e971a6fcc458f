import { dpkgStatusFiles } from "../../subject/dpkg-database.ts";
import { isDebian, osReleaseFiles } from "../../facts/os-release.ts";
import type { LintRule } from "../lint-rule.ts";

const large = 32 * 1024 * 1024;
const reads = new RegExp(`${dpkgStatusFiles.source}|${osReleaseFiles.source}`);

export const dpkgDatabase: LintRule = {
  name: "dpkg-database",
  level: "error",
  summary: "dpkg's database lists packages",
  why: "With an empty database nobody can say what is in the image: dpkg -l, bills of materials and scanners for vulnerabilities find nothing.",
  remedy:
    "Keep the database in /usr/lib/sysimage/dpkg, with /var/lib/dpkg a link to ../../usr/lib/sysimage/dpkg in the image and in tmpfiles.d.",
  reads,
  readsAtMost: large,
  *check({ tree, dpkg }) {
    // Images that are put together without dpkg, such as distroless ones, have a file a package.
    if (!isDebian(tree) || tree.list("/var/lib/dpkg/status.d").length > 0) return;
    const path = `${dpkg.directory ?? "/var/lib/dpkg"}/status`;
    if (dpkg.directory === undefined) yield { path, message: "is missing" };
    else if (tree.text(path) !== undefined && dpkg.installed.length === 0) {
      yield { path, message: "lists no installed package" };
    }
  },
};

/** Of an image: scanners look at this path only. A commit has an empty /var, which the machine fills. */
export const dpkgInVar: LintRule = {
  name: "dpkg-in-var",
  level: "warning",
  summary: "/var/lib/dpkg is a link into /usr",
  why: "/var of a machine is not updated: after the first update dpkg -l lists the packages of the image that was installed long ago.",
  remedy:
    "Move the database to /usr/lib/sysimage/dpkg at the end of the build, and leave a link, in tmpfiles.d too.",
  *check({ tree, image }) {
    if (!isDebian(tree)) return;
    const path = "/var/lib/dpkg";
    if (tree.lookup(path)?.type === "directory" && tree.list(path).length > 0) {
      yield { path, message: "is a directory in /var" };
    } else if (
      image !== undefined &&
      tree.follow(path) === undefined &&
      tree.exists("/usr/lib/sysimage/dpkg/status")
    ) {
      yield { path, message: "is missing: scanners of images look for the database there" };
    }
  },
};

/** Removed packages whose configuration stays are in order. */
const settled = ["installed", "config-files", "not-installed"];

export const dpkgUnfinished: LintRule = {
  name: "dpkg-unfinished",
  level: "error",
  summary: "every package is configured",
  why: "A package that dpkg left unpacked or half-configured lacks what its scripts make: users, units, caches.",
  remedy: "Let the build end when apt or dpkg fails, and run dpkg --configure -a.",
  reads,
  readsAtMost: large,
  *check({ dpkg }) {
    const path = `${dpkg.directory ?? "/var/lib/dpkg"}/status`;
    for (const { name, state } of dpkg.states) {
      if (!settled.includes(state)) yield { path, message: `says that ${name} is ${state}` };
    }
  },
};
