import type { ExportedImage } from "@debootc/core/oci/exported-image";
import { countOf, formatBytes } from "@debootc/core/text/amount";
import { shellWord } from "@debootc/core/text/shell-word";
import { programName } from "../../../screen/program-name.ts";
import type { Canvas } from "../../../screen/screen.ts";
import { factRows } from "../../text/facts.ts";
import { nextStepRows } from "../../text/next-steps.ts";
import { shortPath } from "../../text/short-path.ts";

/** Returns the last screen of `export image`: what was made, and what to do with it. */
export function exportedImageSummary(image: ExportedImage, canvas: Canvas): string {
  const { style, glyphs, directory } = canvas;
  const { format, path, tag, treeVersion, architecture, kernel, manifestDigest, size, layers } = image;
  const place = shortPath(path, directory);
  const reference = `${format}:${place}:${tag}`;
  return [
    "",
    `  ${style.good(glyphs.done)} ${style.heading(place)} is the image`,
    ...factRows(
      "What was made",
      [
        { label: "image", value: reference },
        { label: "digest", value: manifestDigest },
        { label: "of", value: `the ${image.source} ${image.of}` },
        { label: "version", value: `${treeVersion}, ${architecture}` },
        { label: "kernel", value: kernel ?? "none: not bootable" },
        { label: "size", value: `${formatBytes(size)} in ${countOf(layers.length, "layer")}` },
      ],
      canvas,
    ),
    ...nextStepRows(
      [
        ...(format === "oci"
          ? [{ purpose: "check it", command: `${programName} lint ${shellWord(reference)}` }]
          : []),
        {
          purpose: "let podman have it",
          command: `skopeo copy ${shellWord(reference)} containers-storage:NAME`,
        },
      ],
      canvas,
    ),
    "",
    "",
  ].join("\n");
}
