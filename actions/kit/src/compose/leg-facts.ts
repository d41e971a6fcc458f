import type { ComposeResult, LegResult } from "@debootc/core/compose/compose-result";
import { legText } from "@debootc/core/compose/leg-name";
import { type ComposedPackage, packagesRecord } from "@debootc/core/compose/packages-metadata";
import { diffPackages } from "@debootc/core/diff/diff-packages";
import type { PackageChange } from "@debootc/core/diff/package-change";
import { type LintReport, lintReport } from "@debootc/core/lint/lint-report";
import { layerComponents } from "@debootc/core/oci/layer-components";
import type { Digest } from "@debootc/core/record/digest";
import { previousFacts } from "@debootc/pipeline/compose/run/previous-facts";
import { previousCompose } from "@debootc/pipeline/composed/previous-compose";
import { openImage } from "@debootc/pipeline/image/open-image";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Holds what a compose recorded about a leg besides its result. */
export interface LegFacts {
  readonly packages: readonly ComposedPackage[];
  readonly layers: readonly {
    readonly digest: Digest;
    readonly diffId: Digest;
    readonly size: number;
    readonly components?: readonly string[];
  }[];
  /** Absent if the lint step failed. */
  readonly lint?: LintReport;
  readonly changes?: { readonly since: string; readonly packages: readonly PackageChange[] };
}

/** Reads what a compose recorded about a leg, and compares it with the one before it in the same output directory. */
export async function readLegFacts(
  { composeId, directory }: ComposeResult,
  leg: LegResult,
): Promise<LegFacts> {
  const base = join(directory, "compose", legText(leg));
  const file = join(base, "packages.json");
  const { variants } = packagesRecord.parse(await readFile(file, "utf8"), file);
  const packages = variants[leg.variant]?.[leg.architecture] ?? [];
  const image = await openImage(leg.image.layout, { tag: leg.image.tag });
  const components = layerComponents(image.manifest.layers, image.config.config?.Labels ?? {});
  const lint = await readLint(join(base, "lint.json"));
  const outputDir = dirname(directory);
  const previous = await previousCompose(outputDir, { ...leg, except: composeId });
  const before = previous && (await previousFacts(previous.id, { ...leg, outputDir }));
  return {
    packages,
    layers: image.layers.map(({ descriptor: { digest, size }, diffId }, index) => {
      const names = components[index];
      return { digest, diffId, size, ...(names === undefined ? {} : { components: names }) };
    }),
    ...(lint === undefined ? {} : { lint }),
    ...(before === undefined
      ? {}
      : { changes: { since: before.id, packages: diffPackages(before.packages, packages.map(withSize)) } }),
  };
}

function withSize({ installedSize = 0, ...rest }: ComposedPackage) {
  return { ...rest, installedSize };
}

async function readLint(file: string): Promise<LintReport | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : lintReport.parse(text, file);
}
