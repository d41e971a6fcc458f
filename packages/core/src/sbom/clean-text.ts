/** Removes what is not to be seen from the text of a package, and bounds it: whoever reads an SBOM trusts what is in it. */
export function cleanText(text: string, limit: number): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, limit)
    .toWellFormed()
    .trim();
}
