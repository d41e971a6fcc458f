import type { SbomImage, SbomPackage } from "./sbom.ts";

type Packaged = Pick<SbomPackage, "name" | "version" | "architecture" | "vendor">;

/**
 * Returns the package URL of an installed package, such as `pkg:deb/debian/hello@2.10-5?arch=amd64&distro=debian-trixie`.
 * Scanners that get a codename alone do not know whose it is, and find nothing.
 */
export function packageUrl({ name, version, architecture, vendor }: Packaged, suite: string): string {
  return `${debUrl(vendor, name, version)}?arch=${encoded(architecture)}&distro=${encoded(`debian-${suite}`)}`;
}

/** Returns the package URL of the source package that a package was built from. */
export function sourceUrl({ source, vendor }: Pick<SbomPackage, "source" | "vendor">): string {
  return `${debUrl(vendor, source.name, source.version)}?arch=source`;
}

/** Returns the package URL of an image, which is known by the digest of its manifest. */
export function imageUrl({ name, architecture, manifestDigest }: SbomImage): string {
  return `pkg:oci/${encoded(name.toLowerCase())}@${encoded(manifestDigest)}?arch=${encoded(architecture)}`;
}

function debUrl(vendor: string, name: string, version: string): string {
  return `pkg:deb/${encoded(vendor.toLowerCase())}/${encoded(name.toLowerCase())}@${encoded(version)}`;
}

/** Encodes all but letters, digits and `.-_~:`, as the specification of package URLs wants it. */
function encoded(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%3A", ":");
}
