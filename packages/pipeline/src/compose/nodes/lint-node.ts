import { lintReport } from "@debootc/core/lint/lint-report";
import { digestOf } from "@debootc/core/record/digest";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cachedRecord } from "../../cache/cached-record.ts";
import type { Node } from "../../engine/node.ts";
import { lintSubject } from "../../lint/lint-subject.ts";
import type { ComposeRecords } from "../run/compose-records.ts";
import type { ComposeSetting } from "../run/compose-setting.ts";

/** Judges the image. What it finds is for the report: only `debootc lint` fails for it. */
export function lintNode(setting: ComposeSetting): Node<ComposeRecords, "lint"> {
  const key = ({ image }: ComposeRecords) =>
    digestOf({ node: "lint", code: setting.code, image: image.manifestDigest });
  return {
    id: "lint",
    phase: "output",
    title: "Judge the image",
    reads: ["lock", "image"],
    required: false,
    timeoutSeconds: 600,
    resources: { cpus: 1, memoryMiB: 512, diskMiB: 1 },
    key,
    run: async (records, context) => {
      const { treefile, directory, base, privilege, debsDirectory } = setting;
      const { record, lease, reused } = await cachedRecord({
        cache: setting.cache,
        kind: "lint",
        key: key(records),
        format: lintReport,
        outputDigest: digestOf,
        make: () =>
          lintSubject(
            {
              kind: "compose",
              name: directory.id,
              composeId: directory.id,
              path: join(base, "oci"),
              tag: records.image.tag,
              lock: records.lock.file,
              architecture: treefile.architecture,
            },
            { skip: [], debsDirectory, privilege },
            context,
          ),
      });
      setting.hold(lease);
      // What stands in the cache was found in another compose of the same image.
      const subject = {
        ...record.subject,
        name: directory.id,
        composeId: directory.id,
        path: join(base, "oci"),
      };
      await writeFile(join(directory.metadata, "lint.json"), lintReport.serialize({ ...record, subject }));
      const { subject: _subject, ...outcome } = record;
      return { output: outcome, reused };
    },
  };
}
