import { dirname } from "node:path";
import type { DiskResult } from "@debootc/core/disk/disk-result";
import { formatBytes } from "@debootc/core/text/amount";
import { bootDiskCommand } from "@debootc/core/disk/boot-disk-command";
import { shellWord } from "@debootc/core/text/shell-word";
import { programName } from "../../screen/program-name.ts";
import type { Canvas } from "../../screen/screen.ts";
import { factRows } from "../text/facts.ts";
import { nextStepRows } from "../text/next-steps.ts";
import { shortPath } from "../text/short-path.ts";

/** Returns the last screen of `export disk`: what was made, and how to boot it without debootc. */
export function diskSummary(result: DiskResult, canvas: Canvas): string {
  const { style, glyphs, directory } = canvas;
  const { images } = result;
  const shown = images.find(({ format }) => format === "qcow2") ?? images[0];
  return [
    "",
    `  ${style.good(glyphs.done)} ${style.heading(result.composeId)} is on a disk of ${result.sizeMiB / 1024} GiB`,
    ...factRows(
      "What was made",
      [
        ...images.map(({ format, path, allocated }) => ({
          label: format,
          value: shortPath(path, directory),
          note: formatBytes(allocated),
        })),
        { label: "checksums", value: shortPath(`${result.directory}/SHA256SUMS`, directory) },
        { label: "record", value: shortPath(`${result.directory}/disk.json`, directory) },
        { label: "commit", value: canvas.columns >= 100 ? result.checksum : result.checksum.slice(0, 12) },
        { label: "boots with", value: `${result.bootLoader}, under UEFI without Secure Boot` },
        { label: "upgrades", value: upgrades(result) },
      ],
      canvas,
    ),
    ...(shown === undefined
      ? []
      : nextStepRows(
          [
            ...(result.architecture === "amd64"
              ? [
                  {
                    purpose: "boot it and log in as root, with a key for this once",
                    command: `${programName} run ${shellWord(shortPath(dirname(result.directory), directory))} --disk --ssh`,
                  },
                ]
              : []),
            {
              purpose:
                "boot it without debootc; its changes are discarded when it ends (Ctrl-A X). Its ssh is at port 2222",
              command: bootDiskCommand({ ...shown, path: shortPath(shown.path, directory) }, result),
            },
          ],
          canvas,
        )),
    "",
    "",
  ].join("\n");
}

function upgrades({ follows, remote, ref }: DiskResult): string {
  if (follows !== undefined) return `by bootc, from ${follows}`;
  return remote === undefined ? "from nowhere: the treefile has no `ostree-remote`" : `from ${remote}:${ref}`;
}
