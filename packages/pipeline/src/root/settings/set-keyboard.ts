import type { RootPlan } from "@debootc/core/plan/root-plan";
import { closestWord } from "@debootc/core/text/closest-word";
import { run } from "@debootc/tools/run";
import { insideRoot } from "@debootc/tools/sandbox/sandbox";
import type { RootDirectory } from "../../tree/root-directory.ts";
import type { OperationContext } from "../../worker/operation-context.ts";
import { refusedSetting, type Setting } from "./refused-setting.ts";

type Keyboard = NonNullable<RootPlan["keyboard"]>;

/** Sets the keyboard of console and sessions (keyboard(5)). Throws `treefile-invalid` for a variant that does not exist. */
export async function setKeyboard(
  root: RootDirectory,
  { value: keyboard, origin }: Setting<Keyboard>,
  context: OperationContext,
): Promise<void> {
  const { layout, variant, model, options } = keyboard;
  const known = await knownVariants(root);
  const layouts = layout.split(",");
  for (const [index, one] of variant.split(",").entries()) {
    const allowed = known?.get(layouts[index] ?? "") ?? [];
    if (one === "" || known === undefined || allowed.includes(one)) continue;
    const near = closestWord(one, allowed);
    throw refusedSetting("keyboard", origin, {
      message: `the keyboard layout ${layouts[index] ?? "that is missing"} has no variant ${one}`,
      allowed: allowed.length === 0 ? "no variant" : allowed.join(", "),
      hint: near === undefined ? "Remove it." : `Did you mean ${near}?`,
    });
  }
  await root.writeFile(
    "/etc/default/keyboard",
    [
      "# keyboard(5)",
      `XKBMODEL="${model}"`,
      `XKBLAYOUT="${layout}"`,
      `XKBVARIANT="${variant}"`,
      `XKBOPTIONS="${options}"`,
      'BACKSPACE="guess"',
      "",
    ].join("\n"),
  );
  // What the console loads is made here: a machine that made it itself would keep it over a change of the image.
  if (!(await root.exists("/usr/bin/setupcon"))) return;
  await run(
    insideRoot(root.path, {
      tool: "setupcon",
      args: ["--save-only"],
      signal: context.signal,
      onLine: context.log,
    }),
  );
}

/** Returns the variants of each layout; undefined where the image does not say. */
async function knownVariants(root: RootDirectory): Promise<ReadonlyMap<string, string[]> | undefined> {
  const list = await root.readText("/usr/share/X11/xkb/rules/base.lst");
  if (list === undefined) return undefined;
  const section = /^! variant\n([^!]*)/m.exec(list)?.[1] ?? "";
  const pairs = [...section.matchAll(/^\s+(\S+)\s+(\S+):/gm)].map(([, variant = "", layout = ""]) => ({
    variant,
    layout,
  }));
  return new Map(
    [...Map.groupBy(pairs, ({ layout }) => layout)].map(([layout, all]) => [
      layout,
      all.map(({ variant }) => variant),
    ]),
  );
}
