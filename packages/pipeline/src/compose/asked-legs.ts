import { chosenLegs } from "@debootc/core/compose/chosen-legs";
import type { PluginFile, PluginStep } from "@debootc/core/compose-file/plugin-files";
import { legText } from "@debootc/core/compose/leg-name";
import { type Release, releaseOfTreefile, variantOfTreefile } from "@debootc/core/compose/release";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Reporter } from "@debootc/core/event/event";
import { treefileToLock, variantToLock } from "@debootc/core/lock/lock-subject";
import type { ComposeRequest } from "@debootc/core/request/compose-request";
import { nativeArchitecture } from "@debootc/tools/native-architecture";
import { isComposeFileAt, readComposeFile } from "../compose-file/read-compose-file.ts";
import { readTreefile } from "../treefile/read-treefile.ts";
import { howItRuns } from "../worker/how-it-runs.ts";
import type { AskedLeg } from "./read-leg-input.ts";
import type { ExpectedLeg } from "./run/compose-setting.ts";

export interface ArchitectureChoice {
  /** Whether a person chose the architectures of the request, rather than the door: then others are not built. */
  readonly chosen: boolean;
  /** Says how programs of an architecture run here; asked of the machine unless given. */
  readonly runs?: typeof howItRuns;
}

interface AskedCompose {
  /** Whether a lone treefile is composed. */
  readonly isLone: boolean;
  readonly release: Release;
  /** All legs of the compose file. */
  readonly expected: readonly ExpectedLeg[];
  /** Those to compose now. */
  readonly legs: readonly AskedLeg[];
  /** How many seconds steps may take that the compose file gives a time. */
  readonly timeouts: Readonly<Record<string, number>>;
  /** How often steps are tried again for which it says so. */
  readonly retries: Readonly<Record<string, number>>;
  readonly plugins: {
    readonly files: readonly PluginFile[];
    readonly steps: readonly PluginStep[];
  };
}

type Asked = Pick<ComposeRequest, "treefile" | "variant" | "arch" | "lock" | "previousImage" | "plugin">;

/** Reads what is to be composed: a treefile, or legs of a compose file. Reports the warnings about it. */
export async function askedLegs(
  request: Asked,
  choice: ArchitectureChoice,
  report: Reporter,
): Promise<AskedCompose> {
  return isComposeFileAt(request.treefile)
    ? legsOfComposeFile(request, choice, report)
    : legOfTreefile(request, report);
}

/** A lone treefile is a compose of one variant, which has the name that `matrix` gives it. */
async function legOfTreefile(
  { treefile: file, variant, arch, plugin }: Asked,
  report: Reporter,
): Promise<AskedCompose> {
  const [architecture = "", ...others] = arch;
  if (others.length > 0) {
    throw new DebootcError("usage", "a treefile is composed for one architecture at a time", {
      hint: "Give --arch once, or name the treefile in a compose file.",
    });
  }
  const { treefile, warnings } = await readTreefile(file, architecture, { inspect: true });
  const only = variantOfTreefile(treefile.name);
  if (variant !== undefined && variant.some((name) => name !== only)) {
    throw new DebootcError("usage", `${file} is a treefile, whose only variant is ${only}`, {
      hint: "Leave out --variant, or give a compose file.",
    });
  }
  for (const diagnostic of warnings) report({ type: "diagnostic", diagnostic });
  const leg: AskedLeg = {
    ...{ variant: only, architecture: treefile.architecture },
    ...{ title: treefile.name, required: true, metadata: {}, treefile },
    ...{ lockSubject: treefileToLock(file), leftOut: [], asks: {} },
  };
  return {
    ...{ isLone: true, release: releaseOfTreefile(treefile), expected: [leg], legs: [leg] },
    ...{ timeouts: {}, retries: {} },
    plugins: { files: pluginsOf(plugin), steps: [] },
  };
}

async function legsOfComposeFile(
  { treefile: file, variant, arch, lock, previousImage, plugin }: Asked,
  { chosen, runs = howItRuns }: ArchitectureChoice,
  report: Reporter,
): Promise<AskedCompose> {
  const { composeFile, warnings } = await readComposeFile(file, { inspect: true });
  for (const diagnostic of warnings) report({ type: "diagnostic", diagnostic });
  const expected = composeFile.variants.flatMap(({ name, legs }) =>
    legs.map(({ loaded: { treefile }, ...leg }) => ({
      ...{ variant: leg.variant, architecture: leg.architecture, required: leg.required },
      ...{ title: name, metadata: leg.metadata, treefile, leftOut: leg.leftOut, asks: leg.asks },
      lockSubject: variantToLock(file, leg.variant),
    })),
  );
  const wanted = chosenLegs(expected, { variants: variant, arches: chosen ? arch : undefined });
  const legs = chosen ? wanted : await legsForThisMachine(wanted, runs, report);
  if (legs.length > 1) {
    if (lock !== undefined) throw forOneLeg("--lock", "the lock", legs);
    if (previousImage !== undefined) throw forOneLeg("--previous-image", "the image that hosts have", legs);
  }
  const { release, timeouts, retries } = composeFile;
  const plugins = { files: [...composeFile.plugins, ...pluginsOf(plugin)], steps: composeFile.pluginSteps };
  return { isLone: false, release, expected, legs, timeouts, retries, plugins };
}

function pluginsOf(files: readonly string[] = []): readonly PluginFile[] {
  return files.map((file) => ({ file }));
}

/** Leaves out, with a warning, what neither this machine nor an emulator on it can build. */
async function legsForThisMachine<Leg extends ExpectedLeg>(
  legs: readonly Leg[],
  runs: typeof howItRuns,
  report: Reporter,
): Promise<readonly Leg[]> {
  const native = await nativeArchitecture();
  const names = (some: readonly Leg[]) => some.map(legText).join(", ");
  const architectures = [...new Set(legs.map(({ architecture }) => architecture))];
  const ways = new Map(
    await Promise.all(architectures.map(async (name) => [name, await runs(name)] as const)),
  );
  const here = legs.filter(({ architecture }) => ways.get(architecture) !== "not");
  const elsewhere = legs.filter((leg) => !here.includes(leg));
  if (here.length === 0) {
    throw new DebootcError(
      "usage",
      `this machine is ${native}, and none of the legs is for it: ${names(legs)}`,
      {
        hint: "Compose on a machine of their architecture, or install an emulator: script/setup --emulation",
      },
    );
  }
  if (elsewhere.length > 0) {
    const message = `not composed here, for this machine is ${native}: ${names(elsewhere)}`;
    const hint =
      "Compose them with --arch and the same --compose-id on such a machine, then assemble both; or install an emulator, which is slow: script/setup --emulation";
    report({
      type: "diagnostic",
      diagnostic: { severity: "warning", code: "leg-elsewhere", message, hint },
    });
  }
  return here;
}

function forOneLeg(option: string, what: string, legs: readonly ExpectedLeg[]): DebootcError {
  return new DebootcError("usage", `${option} names ${what} of one leg, but there are ${legs.length}`, {
    hint: `Choose one of ${legs.map(legText).join(", ")} with --variant and --arch, or leave out ${option}.`,
  });
}
