import { composeMetadata } from "@debootc/core/compose/compose-metadata";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Node } from "../../engine/node.ts";
import {
  type ComposeRecords,
  type ComposeSlots,
  type PresentLeg,
  finishedLegs,
  waitsForLegs,
} from "../run/compose-records.ts";
import type { ComposeSetting } from "../run/compose-setting.ts";
import { writeImageIndexes } from "../run/write-image-indexes.ts";

/**
 * Writes composeinfo.json and images.json in productmd's form, packages.json in ours, and the indexes of images for several
 * architectures, for all legs that are there.
 */
export function metadataNode(
  { id, release, directory }: Pick<ComposeSetting, "id" | "release" | "directory">,
  legs: readonly PresentLeg[],
  slots: ComposeSlots,
): Node<ComposeRecords["metadata"]> {
  return {
    ...waitsForLegs(legs),
    id: slots.metadata.id,
    phase: "output",
    title: "Write the metadata",
    required: true,
    timeoutSeconds: 60,
    resources: { cpus: 1, memoryMiB: 64, diskMiB: 1 },
    run: async (records) => {
      const there = finishedLegs(legs, records);
      if (there.length === 0) throw nothingLeft();
      const described = { id, release, composeId: directory.id, top: join(directory.path, "compose") };
      const paths: string[] = [];
      for (const [name, text] of Object.entries(composeMetadata(described, there))) {
        const path = join(directory.metadata, name);
        await writeFile(path, text);
        paths.push(path);
      }
      paths.push(
        ...(await writeImageIndexes(
          described.top,
          there.map(({ composed }) => composed),
        )),
      );
      return { output: { paths } };
    },
  };
}

/** Where all legs may fail and do, nothing is left to publish. */
function nothingLeft(): DebootcError {
  return new DebootcError("compose-incomplete", "all legs of the compose failed", {
    hint: "Read their logs; a compose needs at least one that does not fail.",
  });
}
