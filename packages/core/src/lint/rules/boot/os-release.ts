import { osRelease, osReleaseFiles } from "../../facts/os-release.ts";
import type { LintRule } from "../lint-rule.ts";

export const osReleaseMissing: LintRule = {
  name: "os-release",
  level: "error",
  summary: "os-release is there and has a PRETTY_NAME or ID",
  why: "ostree takes the title of the boot entry from it, and ends a deployment without.",
  remedy: "Keep /usr/lib/os-release and the link /etc/os-release: Debian's base-files has both.",
  reads: osReleaseFiles,
  *check({ tree }) {
    const places = ["/etc/os-release", "/usr/lib/os-release"];
    if (!places.some((path) => tree.follow(path)?.type === "file")) {
      yield { path: "/usr/lib/os-release", message: "is missing" };
      return;
    }
    const release = osRelease(tree);
    if (release !== undefined && !release.get("PRETTY_NAME") && !release.get("ID")) {
      yield { path: "/usr/lib/os-release", message: "has neither PRETTY_NAME nor ID" };
    }
  },
};
