import { canonicalJson } from "@debootc/core/record/canonical-json";
import { uuidOf } from "@debootc/core/record/uuid-of";
import { knownLicenses } from "@debootc/core/sbom/spdx-license";
import { actionsRepository } from "./own-references.ts";
import type { BundledPackage } from "./bundled-packages.ts";

/** Returns the licences of all packages in a release, one after the other. */
export function licensesText(packages: readonly BundledPackage[]): string {
  const parts = packages.map((one) =>
    [
      `${one.name} ${one.version} (${one.license ?? unnamed(one, packages)})`,
      ...one.texts.map((text) => text.trim()),
    ].join("\n\n"),
  );
  const head = "debootc is under the licence in the file LICENSE. Its bundles contain these packages:";
  return `${[head, ...parts].join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/** Says who uses a package without any licence, because that is where it can be replaced. */
function unnamed({ name, texts }: BundledPackage, packages: readonly BundledPackage[]): string {
  if (texts.length > 0) return "none named in its package.json; the text below is its own";
  const users = packages.filter(({ dependencies }) => dependencies.includes(name)).map((user) => user.name);
  const by = users.length === 0 ? "" : `; used by ${users.join(", ")}`;
  return `none named, neither in its package.json nor in a file${by}`;
}

/** Returns the CycloneDX 1.6 document of a release. Equal releases have equal documents. */
export function sbomText(version: string, packages: readonly BundledPackage[]): string {
  const purl = `pkg:github/${actionsRepository}@${version}`;
  const components = packages.map((one) => ({
    ...{ type: "library", "bom-ref": packageUrl(one), name: one.name, version: one.version },
    ...{ ...licensesOf(one), purl: packageUrl(one) },
  }));
  const content = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      lifecycles: [{ phase: "build" }],
      component: {
        ...{ type: "application", "bom-ref": purl, name: "debootc", version, purl },
        licenses: [{ license: { id: "Apache-2.0" } }],
      },
    },
    components,
    dependencies: [{ ref: purl, dependsOn: components.map((one) => one["bom-ref"]) }],
  };
  return `${canonicalJson({ ...content, serialNumber: `urn:uuid:${uuidOf(canonicalJson(content))}` })}\n`;
}

/** A scope begins with a sign that means something in the address of a package. */
function packageUrl({ name, version }: BundledPackage): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

function licensesOf({ license }: BundledPackage) {
  if (license === undefined) return {};
  if (/[ ()]/.test(license)) return { licenses: [{ expression: license }] };
  // Older packages have names of their own, such as MIT/X11.
  return { licenses: [{ license: knownLicenses.includes(license) ? { id: license } : { name: license } }] };
}
