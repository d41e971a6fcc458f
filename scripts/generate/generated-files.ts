import { composeFileJsonSchema } from "@debootc/core/compose-file/compose-file-json-schema";
import { hubFileJsonSchema } from "@debootc/core/hub-file/hub-file-json-schema";
import { chrootJsonSchema } from "@debootc/core/mock-build/chroot/chroot-json-schema";
import { buildResultJsonSchema } from "@debootc/core/mock-build/records/build-result";
import { buildrootLockJsonSchema } from "@debootc/core/mock-build/records/buildroot-lock";
import { treefileJsonSchema } from "@debootc/core/treefile/json-schema";
import { actionFiles } from "./action-files.ts";
import { chrootsPage } from "./chroots-page.ts";
import { composeFilePage } from "./compose-file-page.ts";
import { hubFilePage } from "./hub-file-page.ts";
import { pluginsPage } from "./mock-plugins-page.ts";
import { errorsPage } from "./errors-page.ts";
import { settingsPage } from "./settings-page.ts";
import { lintPage } from "./lint-page.ts";
import { surveyPage } from "../survey/survey-page.ts";
import { treefilePage } from "./treefile-page.ts";

interface GeneratedFile {
  readonly path: string;
  readonly content: () => string;
}

/** Lists every file of the repository that is made from the sources. */
export const generatedFiles: readonly GeneratedFile[] = [
  { path: "docs/errors.md", content: errorsPage },
  { path: "docs/settings.md", content: settingsPage },
  { path: "docs/lint.md", content: lintPage },
  { path: "docs/treefile.md", content: treefilePage },
  { path: "docs/compose-file.md", content: composeFilePage },
  { path: "docs/hub-file.md", content: hubFilePage },
  { path: "docs/survey.md", content: surveyPage },
  { path: "docs/chroots.md", content: chrootsPage },
  { path: "docs/mock-plugins.md", content: pluginsPage },
  { path: "chroots/chroot.schema.json", content: () => json(chrootJsonSchema()) },
  { path: "treefiles/treefile.schema.json", content: () => json(treefileJsonSchema()) },
  { path: "treefiles/compose.schema.json", content: () => json(composeFileJsonSchema()) },
  { path: "treefiles/hub.schema.json", content: () => json(hubFileJsonSchema()) },
  {
    path: "treefiles/build-result.schema.json",
    content: () => json(buildResultJsonSchema()),
  },
  {
    path: "treefiles/buildroot-lock.schema.json",
    content: () => json(buildrootLockJsonSchema()),
  },
  ...actionFiles,
];

function json(schema: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
