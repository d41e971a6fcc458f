import { runAction } from "@debootc/actions-kit/run/run-action";
import { outputsOfPushes, pushSummaryLines } from "@debootc/actions-kit/push/push-outputs";
import { pushWanted } from "@debootc/actions-kit/push/push-wanted";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { countOf, formatBytes } from "@debootc/core/text/amount";
import { code, table } from "@debootc/core/text/markdown";
import { parseReference } from "@debootc/core/registry/reference";
import { exportImage } from "@debootc/pipeline/image-export/export-image";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { containerExportAction } from "./definition.ts";

await runAction(containerExportAction, async ({ request, own }, context) => {
  const { push } = own;
  if (push !== undefined && request.format !== "oci")
    throw new DebootcError("usage", `cannot push an image in the format ${request.format}`, {
      hint: "Leave out the input format: an OCI layout can be pushed.",
    });
  const to = request.to ?? join(await mkdtemp(join(context.temporary, "debootc-image-")), "image");
  const image = await exportImage({ ...request, to }, context.dependencies);
  const { reference, path, manifestDigest, size, treeVersion, architecture, kernel = "", layers } = image;
  const jobs = push === undefined ? [] : [{ image: { given: reference, path }, to: parseReference(push) }];
  const { outputDir } = request;
  const pushed = jobs.length === 0 ? [] : await pushWanted(jobs, { ...own, outputDir }, context);
  const rows = [
    ["of", code(`${image.source} ${image.of}`)],
    ["version", code(`${treeVersion}, ${architecture}`)],
    ["kernel", kernel === "" ? "none: not bootable" : code(kernel)],
    ["image", `${code(manifestDigest)}, ${formatBytes(size)} in ${countOf(layers.length, "layer")}`],
  ];
  const said = [`### ${code(path)} is an image`, "", ...table(["", ""], rows), ...pushSummaryLines(pushed)];
  return {
    outputs: {
      ...{ image: reference, path, "image-digest": manifestDigest, "image-size": String(size) },
      ...{ version: treeVersion, architecture, kernel, layers: JSON.stringify(layers) },
      ...outputsOfPushes(pushed),
      json: JSON.stringify(image),
    },
    summary: `${said.join("\n")}\n\n`,
  };
});
