import { DebootcError } from "@debootc/core/error/debootc-error";
import { buildOptions } from "@debootc/core/mock-build/build-options";
import { buildVariationSchema } from "@debootc/core/mock-build/build-variation";
import { privileges } from "@debootc/core/event/build-facts";
import { buildLimitsSchema, chrootMountSchema } from "@debootc/core/mock-build/chroot/chroot-configuration";
import type { BuildStage } from "@debootc/core/event/build-stage";
import { type BuildRecord, buildRecord } from "@debootc/core/mock-build/records/build-record";
import { upstreamVersionOf } from "@debootc/core/source-package/upstream-version";
import { mountMemory, mountOverlay, unmount } from "@debootc/tools/sandbox/overlay";
import { plainPath } from "@debootc/tools/files/plain-path";
import { buildSandbox } from "@debootc/tools/sandbox/build-sandbox";
import { chown, copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { removeTree } from "../../worker/remove-tree.ts";
import { withTakeDown } from "../../worker/with-take-down.ts";
import * as z from "zod";
import type { Operation } from "../../worker/operation.ts";
import type { OperationContext } from "../../worker/operation-context.ts";
import { type BuildGround, onBuildGround } from "./build-ground.ts";
import { buildDirectory, buildUser } from "@debootc/core/mock-build/chroot/build-user";
import { addRebuildEntry, rebuildSchema } from "./add-rebuild-entry.ts";
import { type BuildHooks, buildHooks, failureFact } from "../plugin/build-hooks.ts";
import { chrootMounts } from "./chroot-mounts.ts";
import { keepTop } from "./keep-top.ts";
import { placeClock, renameBuildUser, reverseFiles, variedStart } from "./vary-surroundings.ts";
import { collectResults } from "./collect-results.ts";

const requestSchema = z.strictObject({
  /** Layers of the chroot, the topmost first. */
  layers: z.array(z.string()).min(1),
  source: z.strictObject({
    name: z.string(),
    version: z.string(),
    dscName: z.string(),
    /** Contains the .dsc and its files, verified. */
    directory: z.string(),
    files: z.array(z.string()),
  }),
  /** Values for dpkg-buildpackage's `--build`. */
  types: z.array(z.enum(["any", "all", "source"])).min(1),
  /** Makes it a binary rebuild, with its own entry in the changelog. */
  rebuild: rebuildSchema.optional(),
  hostArchitecture: z.string(),
  profiles: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
  /** Directories in the chroot that come first in PATH. */
  path: z.array(z.string()),
  mounts: z.array(chrootMountSchema),
  /** Number of processors for the build. */
  parallel: z.int().min(1),
  limits: buildLimitsSchema,
  privilege: z.enum(privileges),
  /** Unusual surroundings, to see whether the packages depend on them. */
  variation: buildVariationSchema.optional(),
  /** Size of the memory that receives what the build writes; if absent, a directory on disk does. */
  memoryBytes: z.int().min(1).optional(),
  /** Receives what was built. */
  directory: z.string(),
  workDirectory: z.string(),
  /** Receives `upper`, what the build wrote, if the package itself does not build. */
  failedRoot: z.string().optional(),
});
export type BuildRequest = z.infer<typeof requestSchema>;

/** Far more than the longest logs of Debian's own builds. */
const mostLogBytes = 2 * 1024 ** 3;

/** Builds a source package in a throw-away layer over a chroot, as an unprivileged user without network. */
export const buildPackageOperation: Operation<BuildRequest, BuildRecord> = {
  name: "build-package",
  namespaces: ["mount", "network"],
  request: requestSchema,
  result: buildRecord.schema,
  run: buildPackage,
  results: ({ directory }) => [directory],
};

async function buildPackage(request: BuildRequest, context: OperationContext): Promise<BuildRecord> {
  const { workDirectory, source } = request;
  const overlay = {
    lower: request.layers,
    upper: join(workDirectory, "top/upper"),
    work: join(workDirectory, "top/work"),
    target: join(workDirectory, "root"),
  };
  const top = join(workDirectory, "top");
  await mkdir(top, { recursive: true });
  if (request.memoryBytes !== undefined) await mountMemory(top, request.memoryBytes, context.signal);
  for (const made of [overlay.upper, overlay.work, overlay.target]) await mkdir(made, { recursive: true });
  const begin = (stage: BuildStage, step: string) => context.report({ type: "progress", step, stage });
  const hooks = buildHooks(
    sourceTree(source),
    { root: overlay.target, ...chrootMounts(request.mounts) },
    context,
  );
  await mountOverlay(overlay, context.signal);
  let isWorthKeeping = false;
  const make = async (): Promise<BuildRecord> => {
    try {
      return await buildOnOverlay(request, overlay, { hooks, begin }, context);
    } catch (error) {
      // The root of a build that was stopped from outside, by a limit or by the user, is not kept.
      isWorthKeeping = error instanceof DebootcError && error.code === "build-failed";
      throw error;
    }
  };
  const takeDown = async () => {
    await hooks.end();
    await unmount(overlay.target);
    // All processes of the package have ended with its sandbox.
    if (isWorthKeeping && request.failedRoot !== undefined)
      await keepTop(overlay.upper, request.failedRoot, context);
    if (request.memoryBytes !== undefined) await unmount(top);
    await removeTree(workDirectory);
  };
  return await withTakeDown(make, takeDown, context.report);
}

async function buildOnOverlay(
  request: BuildRequest,
  { target, upper }: { readonly target: string; readonly upper: string },
  { hooks, begin }: { readonly hooks: BuildHooks; readonly begin: (stage: BuildStage, step: string) => void },
  context: OperationContext,
): Promise<BuildRecord> {
  const { source, variation } = request;
  const named = `${source.name} ${source.version}`;
  if (variation !== undefined) await renameBuildUser(target, variation.user);
  await placeSource(request, target);
  await hooks.call("rootMounted", {});
  const ground = {
    what: named,
    limits: { logBytes: mostLogBytes, ...request.limits },
    privilege: request.privilege,
    user: variation?.user ?? buildUser,
    disk: { directory: upper, isOwn: request.memoryBytes !== undefined },
  };
  await onBuildGround(ground, context, async ({ run }) => {
    const order = await vary(request, target, run);
    const perform = async () => {
      await hooks.call("beforeUnpack", {});
      begin("unpack", `unpacking ${named}`);
      await unpack(request, target, run);
      if (request.rebuild !== undefined)
        await addRebuildEntry(target, sourceTree(source), request.hostArchitecture, request.rebuild);
      await hooks.call("afterUnpack", {});
      await hooks.call("beforeBuild", {});
      begin("build", `building ${named}`);
      await build(request, target, run).catch(async (error: unknown) => {
        await hooks.call("buildFailed", { failure: failureFact(error) });
        throw error;
      });
      await hooks.call("afterBuild", {});
    };
    await withTakeDown(perform, async () => order?.[Symbol.asyncDispose](), context.report);
  });
  await hooks.call("beforeCollect", {});
  begin("results", "collecting what was built");
  const files = await collectResults(target, request.directory);
  await hooks.call("afterCollect", { artefacts: files });
  return { files };
}

/** Prepares the chroot for unusual surroundings; disposing of the result ends them. */
async function vary(
  { variation, workDirectory, ...request }: BuildRequest,
  root: string,
  run: BuildGround["run"],
): Promise<AsyncDisposable | undefined> {
  if (variation === undefined) return undefined;
  const { clockSeconds, user } = variation;
  if (clockSeconds > 0) {
    await placeClock(root, clockSeconds, async (command) => {
      const plain = { ...request, workDirectory, variation: { ...variation, clockSeconds: 0 } };
      const { exitStatus, tail } = await run("clock", asBuilder(root, plain, buildDirectory, command));
      if (exitStatus !== 0) {
        throw new DebootcError(
          "chroot-failed",
          `cannot make the clock of the second build:\n  ${tail.join("\n  ")}`,
          {
            hint: `The chroot's gcc must be able to compile for ${user.name}.`,
          },
        );
      }
    });
  }
  return variation.reversedFiles ? reverseFiles(root, workDirectory) : undefined;
}

/** Places the source by a checked path, because packages in the chroot may have put links there. */
async function placeSource({ source, variation }: BuildRequest, root: string): Promise<void> {
  const { id } = variation?.user ?? buildUser;
  const place = await plainPath(root, buildDirectory);
  await mkdir(place);
  await chown(place, id, id);
  for (const name of [source.dscName, ...source.files]) {
    await copyFile(join(source.directory, name), join(place, name));
    await chown(join(place, name), id, id);
  }
}

function sourceTree({ name, version }: BuildRequest["source"]): string {
  return `${buildDirectory}/${name}-${upstreamVersionOf(version)}`;
}

async function unpack(request: BuildRequest, root: string, run: BuildGround["run"]): Promise<void> {
  const { source } = request;
  const command = ["dpkg-source", "--extract", source.dscName, sourceTree(source)];
  const { exitStatus, tail } = await run("unpack", asBuilder(root, request, buildDirectory, command));
  if (exitStatus === 0) return;
  throw new DebootcError(
    "source-invalid",
    `cannot unpack ${unpackedLast(tail) ?? source.dscName}:\n  ${tail.join("\n  ")}`,
    { hint: "dpkg-source says what it refuses. Try it yourself in an empty directory with dpkg-source -x." },
  );
}

/** Finds the archive that dpkg-source was unpacking. */
function unpackedLast(said: readonly string[]): string | undefined {
  return said.flatMap((line) => /^dpkg-source: info: unpacking (\S+)$/.exec(line)?.[1] ?? []).at(-1);
}

async function build(request: BuildRequest, root: string, run: BuildGround["run"]): Promise<void> {
  const { source, types, hostArchitecture, profiles } = request;
  const command = [
    "dpkg-buildpackage",
    // It would set umask and locale, which a variation changes on purpose.
    ...(request.variation === undefined ? ["--sanitize-env"] : []),
    "-us",
    "-uc",
    "-rfakeroot",
    `--build=${types.join(",")}`,
    `--host-arch=${hostArchitecture}`,
    ...(profiles.length === 0 ? [] : [`--build-profiles=${profiles.join(",")}`]),
  ];
  const { exitStatus, tail } = await run("build", asBuilder(root, request, sourceTree(source), command));
  if (exitStatus === 0) return;
  throw new DebootcError(
    "build-failed",
    `${source.name} ${source.version} does not build:\n  ${tail.join("\n  ")}`,
    {
      hint: "build.log contains the whole output.",
    },
  );
}

function asBuilder(
  root: string,
  { environment, mounts, parallel, path, profiles, variation }: BuildRequest,
  cwd: string,
  [tool = "", ...args]: readonly string[],
) {
  const { name, home, shell } = buildUser;
  const env = {
    PATH: [...path, "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/games"].join(":"),
    LANG: "C.UTF-8",
    HOME: home,
    USER: name,
    LOGNAME: name,
    SHELL: shell,
    ...environment,
    DEB_BUILD_OPTIONS: buildOptions(environment["DEB_BUILD_OPTIONS"], { parallel, profiles }),
  };
  const view = { root, user: "builder", network: "shared", cwd, ...chrootMounts(mounts) } as const;
  if (variation === undefined) return buildSandbox({ ...view, env }, { tool, args });
  const varied = variedStart(variation);
  const [first = "", ...rest] = [...varied.prefix, tool, ...args];
  return buildSandbox(
    { ...view, env: { ...env, ...varied.env }, hostname: varied.hostname, builderId: varied.user.id },
    { tool: first, args: rest },
  );
}
