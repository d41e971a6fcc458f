import { canonicalJson } from "../record/canonical-json.ts";
import { cyclonedxDocument } from "./cyclonedx-document.ts";
import type { Sbom } from "./sbom.ts";
import { sbomFormats } from "./sbom-record.ts";
import { spdxDocument } from "./spdx-document.ts";

const documents = {
  "sbom.spdx.json": spdxDocument,
  "sbom.cdx.json": cyclonedxDocument,
} as const satisfies Record<(typeof sbomFormats)[number]["file"], (sbom: Sbom) => object>;

/** Returns what an image consists of, written in each format. */
export function sbomTexts(sbom: Sbom): readonly ((typeof sbomFormats)[number] & { readonly text: string })[] {
  return sbomFormats.map((format) => ({
    ...format,
    text: `${canonicalJson(documents[format.file](sbom))}\n`,
  }));
}
