import type { TextFault } from "@debootc/core/document/text-schema";
import { generatedUnits } from "@debootc/core/unit/generated-units";
import { closestUnit } from "@debootc/core/unit/closest-unit";
import { parseUnitFile, wordsOfUnit } from "@debootc/core/unit/unit-file";
import type { RootDirectory } from "../../tree/root-directory.ts";

const directories = ["/etc/systemd/system", "/usr/lib/systemd/system"];

export interface FoundUnit {
  readonly name: string;
  readonly text: string;
}

/**
 * Finds the file of a unit in a root, or says why it cannot be used: it does not exist, is masked, or has nothing
 * to enable.
 */
export async function findUnit(
  root: RootDirectory,
  name: string,
  { toEnable }: { readonly toEnable: boolean },
): Promise<FoundUnit | TextFault> {
  const template = name.replace(/@.*(?=\.[a-z]+$)/, "@");
  for (const path of directories.flatMap((directory) => [
    `${directory}/${name}`,
    `${directory}/${template}`,
  ])) {
    if (await isMask(root, path)) {
      const message = `the unit is masked: ${path} is a link to /dev/null`;
      return { message, hint: "Remove the link, or the unit from the treefile." };
    }
    const text = await root.readText(path);
    if (text !== undefined) return (toEnable ? faultOf(name, text) : undefined) ?? { name, text };
  }
  const generated = await generatedFault(root, name, template);
  if (generated !== undefined) return generated;
  const known = (await Promise.all(directories.map((directory) => root.list(directory)))).flat();
  const near = closestUnit(name, known);
  return {
    message: "no such unit in the image",
    allowed:
      "a unit that a package ships or that add-files puts into /usr/lib/systemd/system or /etc/systemd/system",
    hint: near === undefined ? "Add the package that ships it." : `Did you mean ${near}?`,
  };
}

const generatorDirectories = ["/etc/containers/systemd", "/usr/share/containers/systemd", "/etc/init.d"];

/** Says that a generator makes the unit at each boot, of a file that a package or the treefile puts into the image. */
async function generatedFault(
  root: RootDirectory,
  name: string,
  template: string,
): Promise<TextFault | undefined> {
  const paths = ["/etc/fstab"];
  for (const directory of generatorDirectories)
    for await (const { path, stat } of root.walk(directory)) if (!stat.isDirectory()) paths.push(path);
  for (const path of paths) {
    if (generatedUnits(path) === undefined) continue;
    const generated = generatedUnits(path, await root.readText(path));
    if (generated === undefined || ![name, template].some((one) => generated.units.includes(one))) continue;
    return {
      message: `the unit cannot be enabled: ${generated.by} makes it from ${path} at each boot`,
      hint: generated.hint,
    };
  }
  return undefined;
}

async function isMask(root: RootDirectory, path: string): Promise<boolean> {
  const stat = await root.stat(path);
  return stat?.isSymbolicLink() === true && (await root.readLink(path)) === "/dev/null";
}

function faultOf(name: string, text: string): TextFault | undefined {
  const file = parseUnitFile(text);
  if (!file.has("Install")) {
    return {
      message: "the unit has no [Install] section, so enabling it does nothing",
      hint: "Remove it from units (something else starts it), or add an [Install] section by a file of your own.",
    };
  }
  if (!/@\.[a-z]+$/.test(name) || wordsOfUnit(file, "Install", "DefaultInstance").length > 0)
    return undefined;
  const hint = `Write it as \`${name.replace("@.", "@INSTANCE.")}\`.`;
  return { message: "the unit is a template without a default instance, so it needs one", hint };
}
