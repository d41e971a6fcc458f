import { posix } from "node:path";
import { quoted } from "../../text/quoted.ts";
import { type TextFault, textSchema } from "../../document/text-schema.ts";

// Names of npm packages are lower case: https://docs.npmjs.com/cli/v11/configuring-npm/package-json#name
const namePattern = "^(?:@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*$";

/** Name of a plugin: built in, of an npm package, or a file. */
export const pluginNameSchema = textSchema(pluginNameFaults, {
  description:
    "A plugin of debootc's, an npm package (`NAME` or `debootc-plugin-NAME`), or a file (`./mine.ts`).",
  pattern: `(?:${namePattern})|^(?:/|\\./|\\.\\./)`,
});

/** Whether a plugin is named by its file. */
export function isPluginFile(name: string): boolean {
  return /^(?:\/|\.\/|\.\.\/)/.test(name);
}

/** The name with the path of a file made absolute: what stands in `./mine.ts` is beside the file that names it. */
export function pluginNameIn(file: string, name: string): string {
  if (!isPluginFile(name)) return name;
  return posix.isAbsolute(name) ? posix.normalize(name) : posix.join(posix.dirname(file), name);
}

function pluginNameFaults(text: string): readonly TextFault[] {
  const allowed = "the name of a plugin or npm package in lower case, or a path that begins with `./` or `/`";
  if (isPluginFile(text)) {
    if (/\.m?[jt]s$/.test(text)) return [];
    const hint = "A plugin is one JavaScript or TypeScript file: .js, .mjs, .ts or .mts.";
    return [{ message: `${quoted(text)} is not a plugin by its name`, allowed, hint }];
  }
  if (new RegExp(namePattern).test(text)) return [];
  const hint = /\.m?[jt]s$/.test(text)
    ? `For a file write \`./${text}\`.`
    : `Write \`${text.toLowerCase()}\`.`;
  const message = `${quoted(text)} is not the name of a plugin`;
  return [{ message, allowed, ...(hint.includes(text) ? {} : { hint }) }];
}
