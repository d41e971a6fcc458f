import { assembleAction } from "../../actions/assemble/src/definition.ts";
import { attestAction } from "../../actions/attest/src/definition.ts";
import { cleanupAction } from "../../actions/cleanup/src/definition.ts";
import { composeAction } from "../../actions/compose/src/definition.ts";
import { containerExportAction } from "../../actions/container-export/src/definition.ts";
import { lockAction } from "../../actions/lock/src/definition.ts";
import { matrixAction } from "../../actions/matrix/src/definition.ts";
import { mockBuildAction } from "../../actions/mock-build/src/definition.ts";
import { ostreeCommitAction } from "../../actions/ostree-commit/src/definition.ts";
import { releaseAction } from "../../actions/release/src/definition.ts";
import { setupAction } from "../../actions/setup/src/definition.ts";
import type { AnyAction } from "@debootc/actions-kit/definition/action-definition";
import { actionReadme } from "./action-inputs.ts";
import { compositeYaml, innerYaml, javascriptYaml, scriptYaml } from "./action-yaml.ts";

/** Lists the generated files of all actions. */
export const actionFiles = [
  // The door of `uses: debootc/compose@v1`.
  { path: "action.yml", content: () => compositeYaml(composeAction) },
  ...[
    composeAction,
    matrixAction,
    assembleAction,
    mockBuildAction,
    ostreeCommitAction,
    containerExportAction,
    attestAction,
    releaseAction,
    lockAction,
  ].flatMap(compositeFiles),
  file(cleanupAction, "action.yml", () => javascriptYaml(cleanupAction)),
  file(cleanupAction, "README.md", () => actionReadme(cleanupAction)),
  file(setupAction, "action.yml", () => scriptYaml(setupAction, "setup.sh")),
  file(setupAction, "README.md", () => actionReadme(setupAction)),
];

function compositeFiles(action: AnyAction) {
  return [
    file(action, "action.yml", () => compositeYaml(action)),
    file(action, "run/action.yml", () => innerYaml(action)),
    file(action, "README.md", () => actionReadme(action)),
  ];
}

function file({ name }: AnyAction, path: string, content: () => string) {
  return { path: `actions/${name}/${path}`, content };
}
