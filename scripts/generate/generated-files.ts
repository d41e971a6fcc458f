import { chrootSchema } from "./chroot-schema.ts";
import { chrootsPage } from "./chroots-page.ts";
import { pluginsPage } from "./mock-plugins-page.ts";
import { errorsPage } from "./errors-page.ts";
import { buildResultSchema, buildrootLockSchema } from "./mock-build-schemas.ts";
import { settingsPage } from "./settings-page.ts";
import { lintPage } from "./lint-page.ts";
import { treefilePage } from "./treefile-page.ts";
import { treefileSchema } from "./treefile-schema.ts";

interface GeneratedFile {
  readonly path: string;
  readonly content: () => string;
}

/** Every file of the repository that is made from the sources. */
export const generatedFiles: readonly GeneratedFile[] = [
  { path: "docs/errors.md", content: errorsPage },
  { path: "docs/settings.md", content: settingsPage },
  { path: "docs/lint.md", content: lintPage },
  { path: "docs/treefile.md", content: treefilePage },
  { path: "docs/chroots.md", content: chrootsPage },
  { path: "docs/mock-plugins.md", content: pluginsPage },
  { path: "chroots/chroot.schema.json", content: chrootSchema },
  { path: "treefiles/treefile.schema.json", content: treefileSchema },
  { path: "treefiles/build-result.schema.json", content: buildResultSchema },
  { path: "treefiles/buildroot-lock.schema.json", content: buildrootLockSchema },
];
