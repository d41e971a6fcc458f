import type { LintRule } from "../lint-rule.ts";

export const buildahInjected: LintRule = {
  name: "buildah-injected",
  level: "warning",
  summary: "/etc/hostname and /etc/resolv.conf are not empty files",
  why: "buildah and podman leave them where they mounted their own. bootc drops them when it imports to ostree; anywhere else an empty file keeps systemd from finding out a host name and a resolver.",
  remedy:
    "Remove it in the last step of the build, or make /etc/resolv.conf the link that the resolver wants.",
  ofBootc: true,
  *check({ tree }) {
    for (const path of ["/etc/hostname", "/etc/resolv.conf"]) {
      const entry = tree.lookup(path);
      if (entry?.type === "file" && entry.size === 0) {
        yield { path, message: "is an empty file, as container builds leave it" };
      }
    }
  },
};
