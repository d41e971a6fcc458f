import { type HookContext, definePlugin, z } from "../plugin/api.ts";
import { type HookName, hookNames, hooks } from "../plugin/hook.ts";

const scriptSchema = z
  .strictObject({
    script: z
      .string()
      .min(1)
      .meta({ description: "Script for sh, which stops at the first command that fails." }),
    where: z.enum(["inside", "outside"]).default("inside"),
    user: z.enum(["builder", "root"]).default("builder"),
  })
  .refine(({ where, user }) => where === "inside" || user === "builder", {
    error: "a script outside runs as the user who builds: remove `user`",
  });
type Script = z.infer<typeof scriptSchema>;

const options = z
  .partialRecord(z.enum(hookNames), z.array(scriptSchema).min(1))
  .superRefine((scripts, context) => {
    for (const [name, list] of Object.entries(scripts)) {
      if (hooks[name as HookName].hasRoot || !list?.some(({ where }) => where === "inside")) continue;
      const hint = "Write `where: outside`, or use a hook between rootMounted and beforeUnmount.";
      context.addIssue({
        code: "custom",
        path: [name],
        message: "there is no root at this hook",
        params: { hint },
      });
    }
  });
type Options = z.infer<typeof options>;

/** Runs scripts from the configuration at any hook, in the build root or on this machine. */
export const scripts = definePlugin<Options>({
  name: "scripts",
  version: "1",
  changesResults: true,
  options,
  hooks: Object.fromEntries(
    hookNames.map((name) => [name, (context: HookContext<Options, HookName>) => runScripts(context)]),
  ),
});

async function runScripts(context: HookContext<Options, HookName>): Promise<void> {
  for (const script of context.options[context.hook] ?? []) await runScript(script, context);
}

async function runScript(
  { script, where, user }: Script,
  context: HookContext<Options, HookName>,
): Promise<void> {
  const { facts, hook, details, log } = context;
  const command = {
    tool: "sh",
    args: ["-eu"],
    input: script,
    environment: {
      DEBOOTC_HOOK: hook,
      DEBOOTC_CHROOT: facts.chroot.name,
      DEBOOTC_HOST_ARCHITECTURE: facts.hostArchitecture,
      DEBOOTC_DETAILS: JSON.stringify(details),
    },
  };
  const { stdout, stderr } =
    where === "outside"
      ? await context.runOutside(command)
      : await insideOf(context)({ ...command, user, directory: "/build" });
  for (const line of `${stdout}${stderr}`.split("\n")) if (line !== "") log(line);
}

/** Returns `runInside`; options that would need it where there is no root were refused. */
function insideOf(context: HookContext<Options, HookName>): HookContext<Options, "beforeBuild">["runInside"] {
  return (context as HookContext<Options, "beforeBuild">).runInside;
}
