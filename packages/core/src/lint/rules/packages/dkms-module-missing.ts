import { kernelModules, kernelReleases, moduleName } from "../../facts/kernels.ts";
import { dkmsModules } from "../../parse/dkms-modules.ts";
import { dpkgLists } from "../../subject/dpkg-database.ts";
import type { LintRule } from "../lint-rule.ts";

const configurations = /^\/usr\/src\/[^/]+\/dkms\.conf$/;

export const dkmsModuleMissing: LintRule = {
  name: "dkms-module-missing",
  level: "error",
  summary: "the modules of dkms packages are built for the kernel",
  why: "A machine cannot build them: /usr is read-only, and the image rarely has a compiler. The package does nothing without its module.",
  remedy:
    "Add the headers of this kernel (linux-headers-amd64 for linux-image-amd64, linux-headers-cloud-amd64 for linux-image-cloud-amd64), so that the module is built with the image, or remove the package. If the build failed, the log of the compose has its reason.",
  reads: new RegExp(`${configurations.source}|${dpkgLists.source}`),
  readsAtMost: 32 * 1024 * 1024,
  *check({ tree, dpkg }) {
    const [release, another] = kernelReleases(tree);
    // A second kernel is the fault to mend first.
    if (release === undefined || another !== undefined) return;
    // dkms never installs into `kernel`, where a module of the kernel's own may have the same name.
    const files = kernelModules(tree, release).files.filter((file) => !file.startsWith("kernel/"));
    const built = new Set(files.map(moduleName));
    for (const { path: directory } of tree.list("/usr/src")) {
      const path = `${directory}/dkms.conf`;
      const text = tree.text(path);
      if (text === undefined) continue;
      const names = dkmsModules(text);
      const found = names.length === 0 ? built.size > 0 : names.some((name) => built.has(plain(name)));
      if (found) continue;
      const owner = dpkg.ownerOf(path);
      const modules = names.length === 0 ? "its modules" : names.join(", ");
      const of = owner === undefined ? "" : ` of the package ${owner}`;
      yield { path, message: `the kernel ${release} has no module${of}: ${modules}` };
    }
  },
};

function plain(name: string): string {
  return name.replaceAll("-", "_");
}
