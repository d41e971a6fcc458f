import { type LintOutcome, lintReport } from "@debootc/core/lint/lint-report";
import { digestOf } from "@debootc/core/record/digest";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cachedRecord } from "../../cache/cached-record.ts";
import { defineNode, type Node } from "../../engine/node.ts";
import type { LegRecords, LegSlots } from "../run/leg-records.ts";
import type { LegSetting } from "../run/compose-setting.ts";

/** Judges the image, for the report: only `debootc lint` fails because of a finding. */
export function lintNode(setting: LegSetting, slots: LegSlots): Node<LintOutcome> {
  const key = (image: LegRecords["image"]) =>
    digestOf({ node: "lint", code: setting.code.lint, image: image.manifestDigest });
  return defineNode({
    leaves: slots.lint,
    phase: "output",
    title: "Judge the image",
    reads: { lock: slots.lock, image: slots.image },
    required: false,
    timeoutSeconds: 600,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 1 },
    run: async ({ lock, image }, context) => {
      const { treefile, directory, base, privilege, debsDirectory } = setting;
      const { record, lease, reused } = await cachedRecord({
        cache: setting.cache,
        kind: "lint",
        key: key(image),
        format: lintReport,
        outputDigest: digestOf,
        make: async () => {
          const { lintSubject } = await import("../../lint/lint-subject.ts");
          return lintSubject(
            {
              kind: "compose",
              name: directory.id,
              composeId: directory.id,
              path: join(base, "oci"),
              tag: image.tag,
              lock: lock.file,
              architecture: treefile.architecture,
            },
            { skip: [], debsDirectory, privilege },
            context,
          );
        },
      });
      setting.hold(lease);
      // What is in the cache was found in another compose of the same image.
      const subject = { ...record.subject, name: directory.id, composeId: directory.id, path: "oci" };
      await writeFile(join(base, "lint.json"), lintReport.serialize({ ...record, subject }));
      const { subject: _subject, ...outcome } = record;
      return { output: outcome, reused };
    },
  });
}
