import type { LayersRecord } from "@debootc/core/layers/layers-record";
import type { ComposePlan } from "@debootc/core/plan/compose-plan";
import { commitMadeOf, imageMadeOf } from "@debootc/core/plan/made-of";
import type { PackagesPlan } from "@debootc/core/plan/packages-plan";
import type { SbomImage } from "@debootc/core/sbom/sbom";
import type { StoredRootPlan } from "@debootc/core/plan/root-plan";
import { type Digest, digestOf } from "@debootc/core/record/digest";
import type { ComposeSetting } from "./compose-setting.ts";

type Code = Pick<ComposeSetting, "code">;

/** Returns the key of a root with its packages installed: what decides them, and the code that installs them. */
export function packagesKey({ code }: Code, plan: PackagesPlan): Digest {
  return digestOf({ node: "packages", code: code.packages, plan });
}

/** Returns the key of a root in the cache: its plan, and the code that carries it out. */
export function rootKey({ code }: Code, plan: StoredRootPlan): Digest {
  return digestOf({ node: "root", code: code.root, plan });
}

/** Returns the key of a commit. `tree` is the digest of the root's listing, here and below. */
export function commitKey({ code }: Code, plan: ComposePlan, tree: Digest): Digest {
  return digestOf({ node: "commit", code: code.commit, root: plan.root, of: commitMadeOf(plan, tree) });
}

/** Returns the key of the plan of an image's layers. */
export function layersKey({ code }: Code, { container, previousLayers }: ComposePlan, tree: Digest): Digest {
  const { maxLayers } = container;
  return digestOf({ node: "layers", code: code.layers, root: tree, maxLayers, previousLayers });
}

/** Returns the key of an image. */
export function imageKey({ code }: Code, plan: ComposePlan, tree: Digest, layers: LayersRecord): Digest {
  const { root } = plan;
  return digestOf({ node: "image", code: code.image, root, of: imageMadeOf(plan, tree), layers });
}

/** Returns the key of the images of a disk: the commit, all that is put beside it, and the programs that write it. */
export function diskKey(
  { code }: Code,
  {
    plan,
    compose,
    formats,
    tools,
  }: {
    readonly plan: ComposePlan;
    readonly compose: {
      readonly ref: string;
      readonly commit: { readonly checksum: string };
      readonly image: { readonly manifestDigest: Digest };
    };
    readonly formats: readonly string[];
    readonly tools: Readonly<Record<string, string>>;
  },
): Digest {
  const { architecture, kernelArguments, ostreeRemote, timestamp } = plan.root;
  return digestOf({
    ...{ node: "disk", code: code.disk, tools, formats, options: plan.disk },
    ...{ ref: compose.ref, commit: compose.commit.checksum, architecture, kernelArguments, timestamp },
    remote: ostreeRemote?.name,
    ...(plan.follows === undefined ? {} : { follows: plan.follows, image: compose.image.manifestDigest }),
  });
}

/** Returns the key of the SBOMs of an image. */
export function sbomKey(
  { code }: Code,
  image: SbomImage,
  { files, ...made }: { readonly tree: Digest; readonly lock: Digest; readonly files: boolean },
): Digest {
  return digestOf({ node: "sbom", code: code.sbom, image, ...made, ...(files ? { files } : {}) });
}
