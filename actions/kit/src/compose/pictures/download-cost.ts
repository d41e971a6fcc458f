import type { LegResult } from "@debootc/core/compose/compose-result";
import { countOf, formatBytes } from "@debootc/core/text/amount";
import { table } from "@debootc/core/text/markdown";
import { bar } from "./bar.ts";

const width = 30;

/** Draws what a machine downloads for the image: one that has nothing, and one that has the image before. */
export function downloadCost(
  { image, update }: Pick<LegResult, "image" | "update">,
  { layers }: { readonly layers: readonly unknown[] },
): string[] {
  const whole = ["with nothing", countOf(layers.length, "layer"), formatBytes(image.size), bar(1, width)];
  if (update === undefined) return table(["a machine", "layers", "downloads", ""], [whole]);
  const share = image.size === 0 ? 0 : update.bytes / image.size;
  const again = [
    "with the image before",
    countOf(update.layers, "layer"),
    formatBytes(update.bytes),
    bar(share, width),
  ];
  return table(["a machine", "layers", "downloads", ""], [whole, again]);
}
