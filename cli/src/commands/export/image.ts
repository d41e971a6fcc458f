import { exportedImageRecord } from "@debootc/core/oci/exported-image";
import { exportImageRequestSchema } from "@debootc/core/request/export/export-image-request";
import { formatNames } from "@debootc/pipeline/export/export-formats";
import { defineCommand } from "../../door/command-door.ts";
import { exportedImageSummary } from "../../render/screens/publish/exported-image-summary.ts";
import { programName } from "../../screen/program-name.ts";

export const image = defineCommand({
  description:
    "Write the container image of a compose, of a commit in an ostree repository, or of a root file system, whoever made " +
    "it. The layers are those that a compose would have; the same tree gives the same image. The source stays as it is.",
  request: exportImageRequestSchema(formatNames("image")),
  examples: [
    {
      purpose: "make a bootc image of a commit that another tool made",
      command: `${programName} export image /srv/repo image --ref debian/trixie/amd64/minimal`,
    },
    {
      purpose: "make one file of a root file system that mmdebstrap made",
      command: `${programName} export image root.tar.zst image.tar --format oci-archive`,
    },
    {
      purpose: "copy the image of the newest compose",
      command: `${programName} export image latest image`,
    },
  ],
  run: async (request, deps) => {
    const { exportImage } = await import("@debootc/pipeline/image-export/export-image");
    const result = await exportImage(request, deps);
    return {
      exitStatus: 0,
      result: JSON.parse(exportedImageRecord.serialize(result)),
      text: (canvas) => exportedImageSummary(result, canvas),
    };
  },
});
