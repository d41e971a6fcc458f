import type { LintRule } from "../lint-rule.ts";

/** podman and buildah mount it while they build, and leave the directories that lead to it. */
const injected = "/run/systemd/resolve/stub-resolv.conf";

export const nonemptyRunTmp: LintRule = {
  name: "nonempty-run-tmp",
  level: "warning",
  summary: "/run and /tmp are empty",
  why: "Both are file systems in memory on a running machine: what the image has there is never seen.",
  remedy: "Remove it at the end of the build, or let tmpfiles.d make it at boot.",
  ofBootc: true,
  *check({ tree }) {
    const leads = new Set(injected.split("/").map((_, end, parts) => parts.slice(0, end + 1).join("/")));
    for (const directory of ["/run", "/tmp"]) {
      for (const { path } of tree.walk(directory)) {
        const harmless = leads.has(path) && [...tree.walk(path)].every((below) => leads.has(below.path));
        if (!harmless) yield { path, message: "is hidden at run time" };
      }
    }
  },
};
