import type { PushResult } from "@debootc/core/registry/push-record";
import { formatBytes } from "@debootc/core/text/amount";
import type { Canvas } from "../../../screen/screen.ts";
import { factRows } from "../../text/facts.ts";
import { nextStepRows } from "../../text/next-steps.ts";

/** Returns the last screen of `push`: what the registry has now, and how a machine gets it. */
export function pushSummary(result: PushResult, canvas: Canvas): string {
  const { style, glyphs } = canvas;
  const { composeId, repository, reference, digest, tags, images, sent, skipped, mounted, signatures } =
    result;
  const referrers = images.reduce((sum, image) => sum + image.referrers.length, 0);
  const tally = ({ blobs, bytes }: PushResult["sent"]) =>
    `${blobs} ${blobs === 1 ? "blob" : "blobs"}, ${formatBytes(bytes)}`;
  const name = tags[0] === undefined ? reference : `${repository}:${tags[0]}`;
  return [
    "",
    `  ${style.good(glyphs.done)} ${style.heading(composeId ?? "the image")} is at ${repository}`,
    ...factRows(
      "What is there",
      [
        { label: "digest", value: digest },
        {
          label: "tags",
          value: tags.length === 0 ? "none: the image is found by its digest alone" : tags.join(", "),
        },
        ...(images.length === 1
          ? []
          : [{ label: "for", value: images.map((one) => one.architecture).join(", ") }]),
        ...(referrers === 0 ? [] : [{ label: "SBOMs", value: String(referrers), note: "as referrers" }]),
        signatures === undefined
          ? { label: "signed", value: "no: --sign-key or --sign-keyless signs it" }
          : { label: "signed", value: signedText(signatures) },
        { label: "sent", value: tally(sent) },
        ...(skipped.blobs === 0 ? [] : [{ label: "was there", value: tally(skipped) }]),
        ...(mounted.blobs === 0 ? [] : [{ label: "mounted", value: tally(mounted) }]),
      ],
      canvas,
    ),
    ...nextStepRows(
      [
        images.every(({ bootable }) => bootable)
          ? { purpose: "let a machine that runs bootc change to it", command: `bootc switch ${name}` }
          : { purpose: "fetch it; it has no kernel to boot", command: `podman pull ${name}` },
      ],
      canvas,
    ),
    "",
    "",
  ].join("\n");
}

function signedText(signatures: NonNullable<PushResult["signatures"]>): string {
  const made = signatures.filter(({ wasThere }) => !wasThere).length;
  if (signatures.some(({ keyless }) => keyless)) return "yes, with an identity instead of a key";
  return made === 0 ? "yes, by an earlier push" : "yes, for podman, bootc and cosign";
}
