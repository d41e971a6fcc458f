import { rfc3339 } from "../oci/rfc3339.ts";
import { canonicalJson } from "../record/canonical-json.ts";
import { uuidOf } from "../record/uuid-of.ts";
import { formatLicense, type LicenseExpression } from "./license-expression.ts";
import type { Maintainer } from "./maintainer.ts";
import { imageUrl, packageUrl, sourceUrl } from "./package-url.ts";
import { byText, packageKey, type Sbom, type SbomFile, type SbomImage, type SbomPackage } from "./sbom.ts";
import { spdxId } from "./spdx-id.ts";

/** Returns the CycloneDX 1.6 document of an image. Equal images give equal documents. */
export function cyclonedxDocument({ image, packages, files = [] }: Sbom): object {
  const urls = new Map(packages.map((one) => [packageKey(one), packageUrl(one, image.suite)]));
  const content = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      timestamp: rfc3339(image.timestamp),
      lifecycles: [{ phase: "build" }],
      tools: { components: [{ type: "application", name: "debootc" }] },
      component: imageComponent(image),
    },
    components: [...packages.map((one) => packageComponent(one, image)), ...files.map(fileComponent)],
    dependencies: [
      { ref: imageUrl(image), dependsOn: [...urls.values()].sort(byText) },
      ...packages.map((one) => ({
        ref: packageUrl(one, image.suite),
        dependsOn: one.dependsOn.flatMap((key) => urls.get(key) ?? []).sort(byText),
      })),
    ],
  };
  return { ...content, serialNumber: `urn:uuid:${uuidOf(canonicalJson(content))}` };
}

function imageComponent(image: SbomImage) {
  const purl = imageUrl(image);
  return {
    type: "container",
    "bom-ref": purl,
    name: image.name,
    version: image.version,
    hashes: hashes(image.manifestDigest),
    purl,
    properties: [
      { name: "debootc:ostree:commit", value: image.commit },
      { name: "debootc:ostree:ref", value: image.ref },
    ],
  };
}

function packageComponent(one: SbomPackage, { suite }: SbomImage) {
  const { name, version, maintainer, license, file, source } = one;
  const purl = packageUrl(one, suite);
  return {
    type: "library",
    "bom-ref": purl,
    name,
    version,
    ...(maintainer === undefined ? {} : { supplier: supplier(maintainer) }),
    ...(license === undefined ? {} : { licenses: [licenseChoice(license, source.name)] }),
    ...(file === undefined ? {} : { hashes: hashes(file.sha256) }),
    purl,
    pedigree: {
      ancestors: [{ type: "library", name: source.name, version: source.version, purl: sourceUrl(one) }],
    },
  };
}

function fileComponent({ path, sha256 }: SbomFile) {
  return { type: "file", "bom-ref": `file:${path}`, name: path, hashes: hashes(sha256) };
}

/** Several licences are an expression, which has no room for names: there the SBOM of SPDX explains them. */
function licenseChoice(license: LicenseExpression, source: string) {
  const acknowledgement = "declared";
  if ("id" in license) return { license: { id: license.id, acknowledgement } };
  if ("name" in license) return { license: { name: license.name, acknowledgement } };
  return {
    expression: formatLicense(license, (name) => spdxId("LicenseRef", source, name)),
    acknowledgement,
  };
}

function supplier({ name, email }: Maintainer) {
  return { name, ...(email === undefined ? {} : { contact: [{ email }] }) };
}

function hashes(digest: string) {
  return [{ alg: "SHA-256", content: digest.replace("sha256:", "") }];
}
