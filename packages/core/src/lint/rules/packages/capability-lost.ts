import { mergedPath } from "../../../dpkg/merged-path.ts";
import { dpkgScripts, dpkgStatusFiles } from "../../subject/dpkg-database.ts";
import type { LintRule } from "../lint-rule.ts";
import { setcapFiles } from "../../parse/setcap-calls.ts";

export const capabilityLost: LintRule = {
  name: "capability-lost",
  level: "error",
  summary: "files to which a maintainer script gives capabilities have some, or are set-user-ID",
  why: "Without them, ping and similar programs work only for root. podman export, buildah COPY and archives without extended attributes lose security.capability.",
  remedy:
    "Copy files with their extended attributes: cp -a, tar --xattrs --xattrs-include='*'. A mode that dpkg-statoverride records counts as intended.",
  reads: new RegExp(`${dpkgScripts.source}|${dpkgStatusFiles.source}`),
  readsAtMost: 32 * 1024 * 1024,
  *check({ tree, dpkg }) {
    // Scripts try it only if the program exists.
    if (tree.follow("/sbin/setcap")?.type !== "file") return;
    const overridden = new Set(dpkg.overrides.map(({ path }) => mergedPath(path)));
    for (const { package: name, script } of dpkg.postinsts()) {
      for (const path of new Set(setcapFiles(script).map(mergedPath))) {
        const entry = tree.follow(path);
        if (entry?.type !== "file" || entry.xattrs.has("security.capability") || overridden.has(path))
          continue;
        if ((entry.mode & 0o4000) !== 0 && entry.uid === 0) continue;
        yield { path, message: `has no capabilities; the package ${name} sets some when it is configured` };
      }
    }
  },
};
