import { posix } from "node:path";
import { debianSourceIds } from "../debian/debian-sources.ts";
import type { DescribedPackage } from "../dpkg/described-package.ts";
import type { LockedPackage } from "../lock/lock.ts";
import { cleanText } from "./clean-text.ts";
import type { LicenseExpression } from "./license-expression.ts";
import { parseMaintainer } from "./maintainer.ts";
import { satisfiedDependencies } from "./satisfied-dependencies.ts";
import { byText, packageKey, type Sbom, type SbomFile, type SbomImage, type SbomPackage } from "./sbom.ts";

interface Contents {
  readonly image: SbomImage;
  /** As dpkg has them in the image. */
  readonly installed: readonly DescribedPackage[];
  readonly locked: readonly LockedPackage[];
  /** What the copyright files declare, by the name of the package. */
  readonly licenses: ReadonlyMap<string, LicenseExpression>;
  readonly files?: readonly SbomFile[] | undefined;
}

/** Far longer than a version may be in practice. */
const wordLimit = 300;
const word = (text: string) => cleanText(text, wordLimit) || "unknown";

/** Puts together what an image consists of. What the lock does not have in this version has no digest. */
export function imageSbom({ image, installed, locked, licenses, files }: Contents): Sbom {
  const fromLock = new Map(locked.map((one) => [packageKey(one), one]));
  // A script of a package may have written into the database of dpkg: each name counts once.
  const different = [...new Map(installed.map(cleaned).map((one) => [packageKey(one), one])).values()];
  const dependenciesOf = satisfiedDependencies(different);
  const packages = different.map((one): SbomPackage => {
    const found = fromLock.get(packageKey(one));
    const maintainer = parseMaintainer(one.maintainer ?? "");
    const license = licenses.get(one.name);
    return {
      ...{ name: one.name, version: one.version, architecture: one.architecture },
      source: { name: one.source, version: one.sourceVersion },
      vendor: vendorOf(found),
      ...(maintainer === undefined ? {} : { maintainer }),
      ...(license === undefined ? {} : { license }),
      ...(found?.version === one.version
        ? { file: { name: posix.basename(found.filename), sha256: found.sha256 } }
        : {}),
      dependsOn: dependenciesOf(one),
    };
  });
  // The title of the treefile may be anything.
  const name = word(image.name);
  return {
    image: { ...image, name },
    packages: packages.sort((a, b) => byText(packageKey(a), packageKey(b))),
    ...(files === undefined ? {} : { files: files.toSorted((a, b) => byText(a.path, b.path)) }),
  };
}

function cleaned(one: DescribedPackage): DescribedPackage {
  return {
    ...one,
    // As package URLs write it: Debian's own names have no capitals.
    name: word(one.name).toLowerCase(),
    version: word(one.version),
    architecture: word(one.architecture),
    source: word(one.source),
    sourceVersion: word(one.sourceVersion),
  };
}

/** Debian's own archive answers for Debian's packages only: what other sources offer bears the id of the source. */
function vendorOf(locked: LockedPackage | undefined): string {
  const { sourceId = "unknown" } = locked ?? {};
  return debianSourceIds.has(sourceId) ? "debian" : sourceId;
}
