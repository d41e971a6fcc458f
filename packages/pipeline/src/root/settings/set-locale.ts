import { DebootcError } from "@debootc/core/error/debootc-error";
import { builtInLocale } from "@debootc/core/treefile/keys/system/locale";
import { run } from "@debootc/tools/run";
import { insideRoot } from "@debootc/tools/sandbox/sandbox";
import type { RootDirectory } from "../../tree/root-directory.ts";
import type { OperationContext } from "../../worker/operation-context.ts";
import { refusedSetting, type Setting } from "./refused-setting.ts";

const sources = "/usr/share/i18n/locales";
const list = "/etc/locale.gen";

/** Generates a locale and makes it that of the system. Throws `treefile-invalid` for one that cannot be generated. */
export async function setLocale(
  root: RootDirectory,
  { value: name, origin }: Setting<string>,
  context: OperationContext,
): Promise<void> {
  // The package locales-all has every locale made, and no sources.
  const isMade = name === builtInLocale || !(await root.exists("/usr/sbin/locale-gen"));
  if (!isMade) {
    const source = name.replace(".UTF-8", "");
    if (!(await root.exists(`${sources}/${source}`))) {
      throw refusedSetting("locale", origin, {
        message: `the image's package locales has no ${source}`,
        hint: `Look into ${sources} for one that it has, and into remove-from-packages.`,
      });
    }
    await generate(root, name, source, context);
    await listLocale(root, `${name} UTF-8`);
  }
  await root.writeFile(await root.resolve("/etc/default/locale"), `LANG=${name}\n`);
}

async function generate(
  root: RootDirectory,
  name: string,
  source: string,
  context: OperationContext,
): Promise<void> {
  const aliases = "/usr/share/locale/locale.alias";
  const { exitCode } = await run(
    insideRoot(root.path, {
      tool: "localedef",
      args: ["--force", "--inputfile", source, "--charmap", "UTF-8", "--alias-file", aliases, name],
      signal: context.signal,
      onLine: context.log,
      // Written, with warnings: as locale-gen takes it.
      accept: [0, 1],
    }),
  );
  const made = await run(
    insideRoot(root.path, { tool: "localedef", args: ["--list-archive"], signal: context.signal }),
  );
  if (made.stdout.split("\n").includes(name.replace("UTF-8", "utf8"))) return;
  throw new DebootcError("package-broken", `localedef ended with ${exitCode} and did not make ${name}`, {
    hint: "The log of the step has what it said.",
  });
}

/** An administrator who generates another locale with locale-gen keeps this one. */
async function listLocale(root: RootDirectory, line: string): Promise<void> {
  const before = ((await root.readText(list)) ?? "").split("\n");
  if (before.includes(line)) return;
  const others = before.filter((one) => one !== "" && one.replace(/^#\s*/, "").trim() !== line);
  await root.writeFile(list, [...others, line].map((one) => `${one}\n`).join(""));
}
