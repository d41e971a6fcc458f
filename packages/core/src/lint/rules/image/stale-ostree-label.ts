import { kernelReleases } from "../../facts/kernels.ts";
import type { LintRule, RuleFinding } from "../lint-rule.ts";
import type { LintImage } from "../../subject/lint-subject.ts";
import type { LintTree } from "../../subject/lint-tree.ts";

const finalDiffId = "ostree.final-diffid";

export const staleOstreeLabel: LintRule = {
  name: "stale-ostree-label",
  level: "error",
  summary: "labels of ostree, rpm-ostree and debootc fit the image that carries them",
  why: "Labels are inherited from a base image. bootc takes an image with ostree.final-diffid for an encapsulated commit and cannot import it when no layer ends one.",
  remedy:
    "Take the label away when layers are made anew: podman build --unsetlabel NAME, chunkah --label NAME-. An empty value is still a value.",
  onlyImages: true,
  *check({ tree, image }) {
    if (image === undefined) return;
    for (const [where, labels] of [
      ["label", image.labels],
      ["annotation", image.annotations],
    ] as const) {
      yield* encapsulation(where, labels, image, tree);
      yield* others(where, labels, tree);
    }
  },
};

function* encapsulation(
  where: string,
  labels: Readonly<Record<string, string>>,
  { layers }: LintImage,
  tree: LintTree,
): Generator<RuleFinding> {
  // Only labels decide how bootc imports; annotations merely repeat them.
  const level = where === "label" ? "error" : "warning";
  const last = labels[finalDiffId];
  if (last !== undefined && !layers.some(({ diffId }) => diffId === last)) {
    yield {
      message: `the ${where} ${finalDiffId} names ${last || "nothing"}, which is no layer of the image`,
      level,
    };
  }
  const commit = labels["ostree.commit"];
  if (commit !== undefined && !holdsCommit(tree, commit)) {
    yield {
      message: `the ${where} ostree.commit names a commit that the image does not hold`,
      level: "warning",
    };
  }
  if (last !== undefined && commit === undefined && tree.list("/sysroot/ostree/repo/objects").length === 0) {
    yield { message: `the ${where} ${finalDiffId} stands on an image without an ostree repository`, level };
  }
}

function* others(
  where: string,
  labels: Readonly<Record<string, string>>,
  tree: LintTree,
): Generator<RuleFinding> {
  const releases = kernelReleases(tree);
  for (const label of ["ostree.linux", "debootc.kernel"]) {
    const release = labels[label];
    if (release !== undefined && !releases.includes(release)) {
      yield {
        message: `the ${where} ${label} says ${release}, which is no kernel of the image`,
        level: "warning",
      };
    }
  }
  const rpm = Object.keys(labels).filter((label) => label.startsWith("rpmostree."));
  if (rpm.length > 0 && !hasRpms(tree)) {
    yield {
      message: `the ${where} ${rpm.join(", ")} stands on an image without packages of RPM`,
      level: "warning",
    };
  }
}

function holdsCommit(tree: LintTree, checksum: string): boolean {
  return tree.exists(`/sysroot/ostree/repo/objects/${checksum.slice(0, 2)}/${checksum.slice(2)}.commit`);
}

function hasRpms(tree: LintTree): boolean {
  return ["/usr/share/rpm", "/usr/lib/sysimage/rpm", "/var/lib/rpm"].some(
    (path) => tree.list(path).length > 0,
  );
}
