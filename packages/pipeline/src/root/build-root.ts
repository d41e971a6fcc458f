import type { RootRecord } from "@debootc/core/compose/root-record";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { IdsFinding } from "@debootc/core/ids/check-ids";
import { hasSerialConsole } from "@debootc/core/disk/has-serial-console";
import { placed } from "@debootc/core/plan/root-origins";
import { bootTriesOf } from "@debootc/core/plan/root-plan";
import { debconfAnswerOf } from "@debootc/core/treefile/keys/packages/debconf";
import { copyTree } from "@debootc/tools/files/copy-tree";
import { join } from "node:path";
import type { OperationContext } from "../worker/operation-context.ts";
import { addFiles } from "./add-files.ts";
import { withoutDocumentation } from "./packages/documentation-paths.ts";
import { addOstreeRemote } from "./add-ostree-remote.ts";
import { addUsers } from "./accounts/add-users.ts";
import type { BuildRootRequest } from "./build-root-request.ts";
import { brandOsRelease } from "./brand-os-release.ts";
import { checkAnswers } from "./packages/check-answers.ts";
import { enableUnits } from "./units/enable-units.ts";
import { fitImageBased } from "./layout/fit-image-based.ts";
import { linkOstreeBoot } from "./layout/link-ostree-boot.ts";
import { judgeRoot } from "./judge/judge-root.ts";
import { linkToplevel } from "./layout/link-toplevel.ts";
import { placeBootCompletion } from "./boot/place-boot-completion.ts";
import { configureBootcInstall } from "./boot/bootc/configure-bootc-install.ts";
import { giveVersionId } from "./boot/bootc/give-version-id.ts";
import { placeBootupctl } from "./boot/bootc/place-bootupctl.ts";
import { placeBootLoader } from "./boot/place-boot-loader.ts";
import { makeInitramfs } from "./boot/make-initramfs.ts";
import { listRoot } from "../tree/list-root.ts";
import { pathMakers, takeSnapshot } from "./judge/path-makers.ts";
import { planVar } from "./layout/plan-var.ts";
import { readPackageFiles } from "./packages/package-files.ts";
import { removeBuildTraces, removeRunTraces } from "./remove-build-traces.ts";
import { removeFromPackages } from "./packages/remove-from-packages.ts";
import { refuseUnplanned } from "./refuse-unplanned.ts";
import { removeFiles } from "./remove-files.ts";
import { RootDirectory } from "../tree/root-directory.ts";
import { rootGround } from "../limits/root-ground.ts";
import { runPostprocess } from "./run-postprocess.ts";
import { renumberAccounts } from "./accounts/renumber-accounts.ts";
import { accountNames } from "./accounts/root-accounts.ts";
import { settleAccounts } from "./accounts/settle-accounts.ts";
import { settleDpkg } from "./packages/settle-dpkg.ts";
import { settleKernel } from "./boot/settle-kernel.ts";
import { applySettings } from "./settings/apply-settings.ts";
import { settleVar } from "./layout/settle-var.ts";

/**
 * Builds a root in the layout of ostree and bootc from one with its packages installed, as its plan says. Runs as root. The order
 * matters: the treefile's own changes see a plain Debian, the initramfs sees all of them, and /var is judged last.
 */
export async function buildRoot(request: BuildRootRequest, context: OperationContext): Promise<RootRecord> {
  refuseUnplanned(request);
  const { plan, origins, debsDirectory, workDirectory } = request;
  const { architecture, timestamp } = plan;
  const ground = await rootGround(request, context);
  context.report({ type: "progress", step: "copying the installed packages" });
  await copyTree(request.installed, request.directory, context.signal);

  const root = new RootDirectory(request.directory);
  const kept = plan.keptIds ?? { users: [], groups: [] };
  await renumberAccounts(root, { seeded: plan.ids, kept, scratch: join(workDirectory, "attributes") });
  const made = await accountNames(root);
  const warnings = await checkAnswers(root, plan.debconf.map(debconfAnswerOf));
  // Before the treefile's own files: what a user puts there on purpose must stay.
  await removeBuildTraces(root);
  await fitImageBased(root);
  if (!plan.documentation) {
    // So that packages installed later, in an image made from this one, bring none either.
    await root.writeFile("/etc/dpkg/dpkg.cfg.d/debootc-documentation", linesOf(withoutDocumentation));
  }
  context.report({ type: "progress", step: "applying the treefile" });
  // Before files are added: a path of a package may be given another file.
  await removeFromPackages(root, placed(plan.removeFromPackages, origins.removeFromPackages));
  await applySettings(root, plan, origins, context);
  const { sshKeys, passwords } = plan;
  await addUsers(root, { users: placed(plan.users, origins.users), sshKeys, passwords });
  for (const remote of placed(optional(plan.ostreeRemote), optional(origins.ostreeRemote)))
    await addOstreeRemote(root, remote);
  const files = plan.addFiles.map((file, index) => ({ ...file, source: request.files[index] ?? "" }));
  const addedFiles = placed(files, origins.addFiles);
  await addFiles(root, addedFiles);
  await enableUnits(
    root,
    {
      units: placed(plan.units.map(named), origins.units),
      disabled: placed(plan.disabledUnits.map(named), origins.disabledUnits),
      masked: placed(plan.maskedUnits.map(named), origins.maskedUnits),
      targets: placed(optional(plan.defaultTarget).map(named), optional(origins.defaultTarget)),
    },
    context,
  );
  warnings.push(...(await removeFiles(root, plan.removeFiles)));
  const hasScripts = plan.postprocess.length > 0;
  const beforeScripts = hasScripts ? await takeSnapshot(root) : undefined;
  await runPostprocess(
    {
      root: root.path,
      scripts: placed(
        plan.postprocess.map((script) => ({ script })),
        origins.postprocess,
      ),
      workDirectory: join(workDirectory, "scripts"),
      timestamp,
    },
    ground,
    context,
  );

  const scripts =
    beforeScripts === undefined ? undefined : { before: beforeScripts, after: await takeSnapshot(root) };

  context.report({ type: "progress", step: "arranging the layout" });
  await writeKernelArguments(root, plan.kernelArguments);
  for (const change of placed(optional(plan.osRelease), optional(origins.mutateOsRelease)))
    await brandOsRelease(root, change);
  await giveVersionId(root);
  // Scripts may have started something that makes one.
  if (!plan.machineIdCompat) await root.remove("/etc/machine-id");
  if (plan.disk?.counting === true) await placeBootCompletion(root);
  const bootLoader = { architecture, packages: request.bootLoader, debsDirectory };
  const { bls } = await placeBootLoader(root, bootLoader, context.signal);
  if (plan.disk !== undefined) {
    const serial = hasSerialConsole(plan.kernelArguments);
    await placeBootupctl(root, { tries: bootTriesOf(plan), serial, bls });
    await configureBootcInstall(root, { filesystem: "ext4", counting: plan.disk.counting });
  }
  const users = new Set(plan.users.map(({ name }) => name));
  // What a script makes it makes again in the next image, where it must not find it: it is nothing to record.
  const ofScripts = [...(await accountNames(root))].filter((name) => !made.has(name));
  const finding = await settleAccounts(root, plan.ids, new Set([...users, ...ofScripts]), timestamp);
  const kernel = await settleKernel(root);
  const beforeInitramfs = kernel === undefined ? undefined : await takeSnapshot(root);
  const initramfsArgs = placed(
    plan.initramfsArgs.map((argument) => ({ argument })),
    origins.initramfsArgs,
  );
  const initramfsWork = join(workDirectory, "initramfs");
  if (kernel !== undefined)
    await makeInitramfs(
      root,
      { kernel, initramfsArgs, timestamp, workDirectory: initramfsWork },
      ground,
      context,
    );
  else if (initramfsArgs.length > 0) warnings.push(warnOfNoInitramfs());
  if (kernel !== undefined && plan.bootLocation === "new") await linkOstreeBoot(root, kernel);
  await settleDpkg(root);
  await removeRunTraces(root);
  await linkToplevel(root, plan.optUsrlocal);
  const packageFiles = await readPackageFiles(root);
  const own = placed(
    plan.varPolicy.map((rule) => ({ rule })),
    origins.varPolicy,
  );
  const planned = await planVar(root, { own, shipped: request.varRules }, packageFiles.packages);
  await judgeRoot(root, {
    planned,
    packages: packageFiles,
    makerOf: pathMakers(packageFiles, { scripts, initramfs: beforeInitramfs }),
    optUsrlocal: plan.optUsrlocal,
    addedFiles,
  });
  warnings.push(...(await settleVar(root, planned)));

  context.report({ type: "progress", step: "listing the root" });
  return {
    ...(await listRoot(root.path, request.listing, timestamp, context.signal)),
    packageCount: request.plan.packages.length,
    ...(kernel === undefined ? {} : { kernel }),
    ids: finding.all,
    warnings: [...warnings, ...warnOfUnlistedIds(finding)],
  };
}

function optional<Value>(value: Value | undefined): readonly Value[] {
  return value === undefined ? [] : [value];
}

function named(name: string): { readonly name: string } {
  return { name };
}

function linesOf(options: readonly string[]): string {
  return options.map((option) => `${option}\n`).join("");
}

/** bootc's form (kargs.d): an installed host follows changes of it over upgrades. */
async function writeKernelArguments(root: RootDirectory, kernelArguments: readonly string[]): Promise<void> {
  if (kernelArguments.length === 0) return;
  const list = kernelArguments.map((argument) => JSON.stringify(argument)).join(", ");
  await root.writeFile("/usr/lib/bootc/kargs.d/10-debootc.toml", `kargs = [${list}]\n`);
}

function warnOfNoInitramfs(): Diagnostic {
  return {
    severity: "warning",
    code: "initramfs-args-unused",
    key: "initramfs-args",
    message: "the tree has no kernel, so no initramfs is made",
    hint: "Add the package of a kernel, or remove the key.",
  };
}

function warnOfUnlistedIds({ unlisted }: IdsFinding): Diagnostic[] {
  const names = [
    ...unlisted.users.map(({ name, uid }) => `${name} (uid ${uid})`),
    ...unlisted.groups.map(({ name, gid }) => `${name} (gid ${gid})`),
  ];
  if (names.length === 0) return [];
  return [
    {
      severity: "warning",
      code: "ids-unlisted",
      message: `ids that depend on what was composed before, for they are in no lock: ${names.join(", ")}`,
      hint: "Fix them with `debootc lock --ids latest`, so that a later package set cannot move them.",
    },
  ];
}
