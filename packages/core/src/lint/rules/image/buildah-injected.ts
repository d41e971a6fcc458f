import type { LintRule } from "../lint-rule.ts";

export const buildahInjected: LintRule = {
  name: "buildah-injected",
  level: "warning",
  summary: "/etc/hostname and /etc/resolv.conf are not empty files",
  why: "buildah and podman leave empty files where they mounted their own. bootc drops them on import into ostree; anywhere else, an empty file keeps systemd from determining a host name and a resolver.",
  remedy:
    "Remove it in the last step of the build, or make /etc/resolv.conf the link that the resolver needs.",
  ofBootc: true,
  *check({ tree }) {
    for (const path of ["/etc/hostname", "/etc/resolv.conf"]) {
      const entry = tree.lookup(path);
      if (entry?.type === "file" && entry.size === 0) {
        yield { path, message: "is an empty file, such as container builds leave behind" };
      }
    }
  },
};
