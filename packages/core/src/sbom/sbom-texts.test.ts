import { describe, expect, test } from "vitest";
import * as z from "zod";
import { isCyclonedx, officialSchema } from "./cyclonedx-schema.fixture.ts";
import { hostilePackages, image, sbomFiles, sbomOf } from "./sbom.fixture.ts";
import type { Sbom } from "./sbom.ts";
import { sbomTexts } from "./sbom-texts.ts";
import { knownLicenses } from "./spdx-license.ts";

const parsed = (sbom: Sbom) => {
  const [spdx, cyclonedx] = sbomTexts(sbom).map(({ text }) => JSON.parse(text));
  return { spdx, cyclonedx };
};

/** What of SPDX 2.3 is used, in our words; `write-sboms.itg.test.ts` of the pipeline asks SPDX's own program. */
const id = z.string().regex(/^SPDXRef-[A-Za-z0-9.-]+$/);
const spdxSchema = z.strictObject({
  spdxVersion: z.literal("SPDX-2.3"),
  dataLicense: z.literal("CC0-1.0"),
  SPDXID: z.literal("SPDXRef-DOCUMENT"),
  name: z.string().min(1),
  documentNamespace: z.url().refine((url) => !url.includes("#")),
  creationInfo: z.strictObject({
    created: z.iso.datetime(),
    creators: z.array(z.string().regex(/^Tool: /)).min(1),
  }),
  packages: z.array(
    z.strictObject({
      SPDXID: id,
      name: z.string().min(1),
      versionInfo: z.string().min(1),
      downloadLocation: z.literal("NOASSERTION"),
      filesAnalyzed: z.boolean(),
      licenseInfoFromFiles: z.tuple([z.literal("NOASSERTION")]).optional(),
      packageVerificationCode: z.strictObject({ packageVerificationCodeValue: z.hash("sha1") }).optional(),
      licenseConcluded: z.literal("NOASSERTION"),
      licenseDeclared: z.string().regex(/^[A-Za-z0-9.() -]+$/),
      copyrightText: z.literal("NOASSERTION"),
      primaryPackagePurpose: z.enum(["CONTAINER", "SOURCE"]).optional(),
      supplier: z
        .string()
        .regex(/^(?:Person|Organization): \S/)
        .optional(),
      packageFileName: z
        .string()
        .regex(/\.deb$/)
        .optional(),
      sourceInfo: z.string().optional(),
      checksums: z
        .array(z.strictObject({ algorithm: z.literal("SHA256"), checksumValue: z.hash("sha256") }))
        .optional(),
      externalRefs: z.array(
        z.strictObject({
          referenceCategory: z.literal("PACKAGE-MANAGER"),
          referenceType: z.literal("purl"),
          referenceLocator: z.string().regex(/^pkg:(?:deb|oci)\/[\w.%~:@?=&/-]+$/),
        }),
      ),
    }),
  ),
  files: z
    .array(
      z.strictObject({
        SPDXID: id,
        fileName: z.string().startsWith("./"),
        checksums: z.tuple([
          z.strictObject({ algorithm: z.literal("SHA1"), checksumValue: z.hash("sha1") }),
          z.strictObject({ algorithm: z.literal("SHA256"), checksumValue: z.hash("sha256") }),
        ]),
        licenseConcluded: z.literal("NOASSERTION"),
        copyrightText: z.literal("NOASSERTION"),
      }),
    )
    .optional(),
  relationships: z.array(
    z.strictObject({
      spdxElementId: id,
      relationshipType: z.enum(["DESCRIBES", "CONTAINS", "GENERATED_FROM", "DEPENDS_ON"]),
      relatedSpdxElement: id,
    }),
  ),
  hasExtractedLicensingInfos: z
    .array(
      z.strictObject({
        licenseId: z.string().regex(/^LicenseRef-[A-Za-z0-9.-]+$/),
        name: z.string().min(1),
        extractedText: z.string().min(1),
      }),
    )
    .optional(),
});

const bare: Sbom = { image, packages: [] };
const texts = [
  "x",
  "x y",
  "ü😀",
  "\u001b[2J\u202e",
  '"><script>',
  "--",
  "X2d-",
  "../..",
  "a".repeat(9999),
  "",
];

describe.each<[string, Sbom]>([
  ["an image", sbomOf()],
  ["an image without a package", bare],
  ["an image with its files", { ...sbomOf(), files: sbomFiles() }],
  ["an image whose files were asked for and that has none", { ...sbomOf(), files: [] }],
  ...texts.map((text): [string, Sbom] => [
    `hostile packages ${JSON.stringify(text.slice(0, 20))}`,
    sbomOf(hostilePackages(text)),
  ]),
])("of %s", (_, sbom) => {
  const { spdx, cyclonedx } = parsed(sbom);

  test("the document is CycloneDX 1.6", () => {
    isCyclonedx(cyclonedx);
    expect(isCyclonedx.errors ?? []).toEqual([]);
  });

  test("the document is SPDX 2.3, and all that it refers to is in it once", () => {
    const { packages, files = [], relationships, hasExtractedLicensingInfos = [] } = spdxSchema.parse(spdx);
    const ids = [...packages, ...files].map(({ SPDXID }) => SPDXID);
    const known = new Set(["SPDXRef-DOCUMENT", ...ids]);

    expect(known.size).toBe(ids.length + 1);
    for (const { spdxElementId, relatedSpdxElement } of relationships) {
      expect([known.has(spdxElementId), known.has(relatedSpdxElement)]).toEqual([true, true]);
    }
    const used = packages.flatMap(
      ({ licenseDeclared }) => licenseDeclared.match(/LicenseRef-[^\s()]+/g) ?? [],
    );
    expect(new Set(hasExtractedLicensingInfos.map(({ licenseId }) => licenseId))).toEqual(new Set(used));
  });

  test("both have the same packages", () => {
    const binary = spdxSchema
      .parse(spdx)
      .packages.filter(({ primaryPackagePurpose }) => primaryPackagePurpose === undefined)
      .map(({ externalRefs }) => externalRefs[0]?.referenceLocator);

    const libraries = cyclonedx.components.filter(({ type }: { type: string }) => type === "library");
    expect(libraries.map(({ purl }: { purl: string }) => purl)).toEqual(binary);
    expect(binary).toHaveLength(sbom.packages.length);
  });
});

describe("an SBOM", () => {
  const { spdx, cyclonedx } = parsed(sbomOf());
  const related = (type: string) =>
    spdx.relationships
      .filter(({ relationshipType }: { relationshipType: string }) => relationshipType === type)
      .map((one: { spdxElementId: string; relatedSpdxElement: string }) =>
        `${one.spdxElementId} ${one.relatedSpdxElement}`.replaceAll("SPDXRef-", ""),
      );

  test("says what the image contains, what that was built from, and what it needs", () => {
    expect(related("DESCRIBES")).toEqual(["DOCUMENT Image"]);
    expect(related("CONTAINS")).toEqual([
      "Image Package-libc6--amd64",
      "Image Package-libstdcX2bX2b6--amd64",
      "Image Package-tool--all",
    ]);
    expect(related("GENERATED_FROM")).toContain("Package-libstdcX2bX2b6--amd64 Source-gcc-14--14.2.0-19");
    expect(related("DEPENDS_ON")).toEqual([
      "Package-libstdcX2bX2b6--amd64 Package-libc6--amd64",
      "Package-tool--all Package-libc6--amd64",
      "Package-tool--all Package-libstdcX2bX2b6--amd64",
    ]);
    expect(cyclonedx.dependencies.at(-1)).toEqual({
      ref: "pkg:deb/company/tool@1:1.0~rc1?arch=all&distro=debian-trixie",
      dependsOn: [
        "pkg:deb/debian/libc6@2.41-12?arch=amd64&distro=debian-trixie",
        "pkg:deb/debian/libstdc%2B%2B6@14.2.0-19%2Bb1?arch=amd64&distro=debian-trixie",
      ],
    });
  });

  test("has files only where they were asked for, with the same digests in both", () => {
    expect(spdx.files).toBeUndefined();
    expect(spdx.packages.map(({ filesAnalyzed }: { filesAnalyzed: boolean }) => filesAnalyzed)).not.toContain(
      true,
    );
    const files = sbomFiles();
    const asked = parsed({ ...sbomOf(), files });
    const sums = files.map(({ path, sha256 }) => [path, sha256.slice(7)]);

    expect(
      asked.spdx.files.map((one: { fileName: string; checksums: { checksumValue: string }[] }) => [
        one.fileName.slice(1),
        one.checksums[1]?.checksumValue,
      ]),
    ).toEqual(sums);
    const components = asked.cyclonedx.components.filter(({ type }: { type: string }) => type === "file");
    expect(
      components.map((one: { name: string; hashes: { content: string }[] }) => [
        one.name,
        one.hashes[0]?.content,
      ]),
    ).toEqual(sums);
    const [of] = asked.spdx.packages;
    expect(of.filesAnalyzed).toBe(true);
    const contained = asked.spdx.relationships.filter(
      ({ relatedSpdxElement }: { relatedSpdxElement: string }) =>
        relatedSpdxElement.startsWith("SPDXRef-File-"),
    );
    expect(contained).toHaveLength(files.length);
  });

  test("declares licences as each format wants it", () => {
    const declared = spdx.packages.map(({ licenseDeclared }: { licenseDeclared: string }) => licenseDeclared);
    expect(declared.slice(0, 4)).toEqual([
      "NOASSERTION",
      "LGPL-2.1-or-later",
      "GPL-3.0-or-later AND (MIT OR LicenseRef-gcc-14--Fancy)",
      "(GPL-2.0-or-later OR LicenseRef-tool--company) AND ISC",
    ]);
    expect(cyclonedx.components.map(({ licenses }: { licenses: unknown }) => licenses)).toEqual([
      [{ license: { id: "LGPL-2.1-or-later", acknowledgement: "declared" } }],
      [{ expression: declared[2], acknowledgement: "declared" }],
      [{ expression: declared[3], acknowledgement: "declared" }],
    ]);
  });

  test("is the same for the same image, and bears another name as soon as anything differs", () => {
    const sbom = sbomOf();
    const names = (one: Sbom) => {
      const { spdx: document, cyclonedx: bom } = parsed(one);
      return [document.documentNamespace, bom.serialNumber];
    };
    const [other] = sbom.packages.map((one) => ({ ...one, version: "2" }));

    expect(sbomTexts(structuredClone(sbom))).toEqual(sbomTexts(sbom));
    expect(names(sbom)[1]).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    const changed = names({ ...sbom, packages: [...sbom.packages.slice(1), ...(other ? [other] : [])] });
    expect(changed[0]).not.toBe(names(sbom)[0]);
    expect(changed[1]).not.toBe(names(sbom)[1]);
  });
});

test("every identifier that a licence may get is one of SPDX", () => {
  const { enum: all } = z.object({ enum: z.array(z.string()) }).parse(officialSchema("spdx"));

  expect(knownLicenses.filter((license) => !all.includes(license))).toEqual([]);
});
