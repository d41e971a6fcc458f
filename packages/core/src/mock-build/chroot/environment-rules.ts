import { buildDirectory, buildUser } from "./build-user.ts";
import { type TextFault, textSchema } from "../../document/text-schema.ts";
import { quoted } from "../../text/quoted.ts";

const variablePattern = "^[A-Za-z_][A-Za-z0-9_]*$";

/** Variables that say where and as whom a build runs; debootc sets them itself. */
const ownVariables = new Map([
  ["HOME", "A build has no home directory: Debian Policy 4.9 forbids to use it."],
  ["LOGNAME", `Builds run as the user \`${buildUser.name}\`.`],
  ["USER", `Builds run as the user \`${buildUser.name}\`.`],
  ["PWD", `Builds run in ${buildDirectory}.`],
  ["DEB_BUILD_PROFILES", "Write `profiles`."],
  ["SOURCE_DATE_EPOCH", "It is the date of the newest entry of the changelog."],
]);

/** Name of a variable of the build's environment. */
export const variableNameSchema = textSchema(variableFaults, {
  description: "Name of the variable.",
  pattern: variablePattern,
});

function variableFaults(text: string): readonly TextFault[] {
  const own = ownVariables.get(text);
  if (own !== undefined) return [{ message: `${quoted(text)} is set by debootc itself`, hint: own }];
  if (new RegExp(variablePattern).test(text)) return [];
  const allowed = "letters, digits and `_`, not beginning with a digit";
  return [{ message: `${quoted(text)} is not the name of a variable`, allowed }];
}
