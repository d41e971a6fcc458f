/**
 * Is what a copyright file declares: a licence with an SPDX identifier, one that only has the name which the file gives
 * it, or several of them.
 */
export type LicenseExpression =
  | { readonly id: string }
  | { readonly name: string }
  | { readonly all: readonly LicenseExpression[] }
  | { readonly any: readonly LicenseExpression[] };

/** Says how a licence without an SPDX identifier is referred to. */
export type LicenseReference = (name: string) => string;

/** Formats an expression as SPDX writes it (SPDX 2.3, annex D). */
export function formatLicense(license: LicenseExpression, refer: LicenseReference): string {
  if ("id" in license) return license.id;
  if ("name" in license) return refer(license.name);
  const [operands, operator] = "all" in license ? [license.all, " AND "] : [license.any, " OR "];
  return operands
    .map((one) =>
      "id" in one || "name" in one ? formatLicense(one, refer) : `(${formatLicense(one, refer)})`,
    )
    .join(operator);
}

/** Returns the names of the licences that have no SPDX identifier. */
export function namesIn(license: LicenseExpression): string[] {
  if ("id" in license) return [];
  if ("name" in license) return [license.name];
  return ("all" in license ? license.all : license.any).flatMap(namesIn);
}

/** Joins licences that all apply (`all`), or of which one may be chosen (`any`); each is named once. */
export function joinLicenses(
  operator: "all" | "any",
  licenses: readonly LicenseExpression[],
): LicenseExpression | undefined {
  const flat = licenses.flatMap((one) => {
    if (operator === "all" && "all" in one) return one.all;
    return operator === "any" && "any" in one ? one.any : [one];
  });
  const different = [...new Map(flat.map((one) => [JSON.stringify(one), one])).values()];
  if (different.length < 2) return different[0];
  return operator === "all" ? { all: different } : { any: different };
}
