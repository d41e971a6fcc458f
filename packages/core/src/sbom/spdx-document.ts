import { rfc3339 } from "../oci/rfc3339.ts";
import { canonicalJson } from "../record/canonical-json.ts";
import { uuidOf } from "../record/uuid-of.ts";
import { formatLicense, namesIn } from "./license-expression.ts";
import type { Maintainer } from "./maintainer.ts";
import { imageUrl, packageUrl, sourceUrl } from "./package-url.ts";
import { byText, packageKey, type Sbom, type SbomImage, type SbomPackage } from "./sbom.ts";
import { spdxFileId, spdxFiles, verificationCode } from "./spdx-files.ts";
import { spdxId } from "./spdx-id.ts";

/** Returns the SPDX 2.3 document of an image. Equal images give equal documents. */
export function spdxDocument({ image, packages, files }: Sbom): object {
  const name = `${image.name}-${image.version}-${image.architecture}`;
  const content = {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: documentId,
    name,
    creationInfo: { created: rfc3339(image.timestamp), creators: ["Tool: debootc"] },
    packages: [
      imagePackage(image, files),
      ...packages.map((one) => binaryPackage(one, image)),
      ...bySource(packages).map(sourcePackage),
    ],
    ...(files === undefined ? {} : { files: spdxFiles(files) }),
    relationships: relationshipsOf(packages, files),
    ...extractedLicenses(packages),
  };
  // As SPDX proposes for documents that are not on the web (2.3, 6.5): only a name.
  const namespace = `https://spdx.org/spdxdocs/${encodeURIComponent(name)}-${uuidOf(canonicalJson(content))}`;
  return { ...content, documentNamespace: namespace };
}

const documentId = "SPDXRef-DOCUMENT";
const imageId = "SPDXRef-Image";

/** What nobody has looked into. A package has only been declared to be under a licence: nobody concluded that it is. */
const unknown = {
  downloadLocation: "NOASSERTION",
  filesAnalyzed: false,
  licenseConcluded: "NOASSERTION",
  licenseDeclared: "NOASSERTION",
  copyrightText: "NOASSERTION",
};

function imagePackage(image: SbomImage, files: Sbom["files"]) {
  return {
    ...unknown,
    ...(files === undefined
      ? {}
      : {
          filesAnalyzed: true,
          licenseInfoFromFiles: ["NOASSERTION"],
          packageVerificationCode: { packageVerificationCodeValue: verificationCode(files) },
        }),
    SPDXID: imageId,
    name: image.name,
    versionInfo: image.version,
    primaryPackagePurpose: "CONTAINER",
    checksums: checksums(image.manifestDigest),
    sourceInfo: `ostree commit ${image.commit} of ${image.ref}`,
    externalRefs: externalRefs(imageUrl(image)),
  };
}

function binaryPackage(one: SbomPackage, { suite }: SbomImage) {
  const { license, maintainer, file } = one;
  return {
    ...unknown,
    SPDXID: idOf(one),
    name: one.name,
    versionInfo: one.version,
    ...(maintainer === undefined ? {} : { supplier: actor(maintainer) }),
    ...(license === undefined
      ? {}
      : { licenseDeclared: formatLicense(license, (name) => licenseRef(one, name)) }),
    ...(file === undefined ? {} : { packageFileName: file.name, checksums: checksums(file.sha256) }),
    externalRefs: externalRefs(packageUrl(one, suite)),
  };
}

function sourcePackage(one: SbomPackage) {
  return {
    ...unknown,
    SPDXID: sourceIdOf(one),
    name: one.source.name,
    versionInfo: one.source.version,
    primaryPackagePurpose: "SOURCE",
    externalRefs: externalRefs(sourceUrl(one)),
  };
}

function relationshipsOf(packages: readonly SbomPackage[], files: Sbom["files"] = []) {
  const ids = new Map(packages.map((one) => [packageKey(one), idOf(one)]));
  const relations = [
    relationship(documentId, "DESCRIBES", imageId),
    ...files.map((file) => relationship(imageId, "CONTAINS", spdxFileId(file))),
    ...packages.flatMap((one) => [
      relationship(imageId, "CONTAINS", idOf(one)),
      relationship(idOf(one), "GENERATED_FROM", sourceIdOf(one)),
      ...one.dependsOn.flatMap((key) => {
        const id = ids.get(key);
        return id === undefined ? [] : relationship(idOf(one), "DEPENDS_ON", id);
      }),
    ]),
  ];
  return relations.sort((a, b) => byText(sortKey(a), sortKey(b)));
}

function relationship(spdxElementId: string, relationshipType: string, relatedSpdxElement: string) {
  return { spdxElementId, relationshipType, relatedSpdxElement };
}

function sortKey({ spdxElementId, relationshipType, relatedSpdxElement }: ReturnType<typeof relationship>) {
  return `${spdxElementId} ${relationshipType} ${relatedSpdxElement}`;
}

/** Explains the licences that have no identifier. Their texts are in the image, and are those of one source package. */
function extractedLicenses(packages: readonly SbomPackage[]) {
  const found = packages.flatMap((one) =>
    (one.license === undefined ? [] : namesIn(one.license)).map((name) => ({
      licenseId: licenseRef(one, name),
      name,
      extractedText: `The copyright file of ${one.source.name} calls it ${JSON.stringify(name)}; the text is in the image, in /usr/share/doc/${one.name}/copyright`,
    })),
  );
  const infos = bySmallest(found, ({ licenseId }) => licenseId);
  return infos.length === 0 ? {} : { hasExtractedLicensingInfos: infos };
}

/** Returns a package of each source, which stands for it. */
function bySource(packages: readonly SbomPackage[]): readonly SbomPackage[] {
  return bySmallest(packages, sourceIdOf);
}

/** Returns the first of each name, sorted by the names. */
function bySmallest<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  const groups = [...Map.groupBy(items, nameOf)].sort(([a], [b]) => byText(a, b));
  return groups.flatMap(([, [first]]) => (first === undefined ? [] : [first]));
}

function idOf({ name, architecture }: SbomPackage): string {
  return spdxId("SPDXRef-Package", name, architecture);
}

function sourceIdOf({ source, vendor }: SbomPackage): string {
  return spdxId("SPDXRef-Source", source.name, source.version, ...(vendor === "debian" ? [] : [vendor]));
}

function licenseRef({ source }: SbomPackage, name: string): string {
  return spdxId("LicenseRef", source.name, name);
}

function actor({ name, email, isTeam }: Maintainer): string {
  return `${isTeam ? "Organization" : "Person"}: ${name}${email === undefined ? "" : ` (${email})`}`;
}

function checksums(digest: string) {
  return [{ algorithm: "SHA256", checksumValue: digest.replace("sha256:", "") }];
}

function externalRefs(referenceLocator: string) {
  return [{ referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator }];
}
