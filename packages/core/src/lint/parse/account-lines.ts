/**
 * Returns the names of the accounts in /etc/passwd or /etc/group, and the numbers of the lines that are malformed.
 * nsswitch's `+` and `-` lines are skipped.
 */
export function accountNames(
  text: string,
  { fields, numbers }: { readonly fields: number; readonly numbers: readonly number[] },
): { readonly names: string[]; readonly badLines: number[] } {
  const names: string[] = [];
  const badLines: number[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === "" || /^[#+-]/.test(line)) continue;
    const parts = line.split(":");
    const [name] = parts;
    const good = parts.length >= fields && numbers.every((at) => isId(parts[at] ?? ""));
    if (good && name !== undefined) names.push(name);
    else badLines.push(index + 1);
  }
  return { names, badLines };
}

export const passwdForm = { fields: 7, numbers: [2, 3] } as const;
export const groupForm = { fields: 4, numbers: [2] } as const;

function isId(text: string): boolean {
  return /^\+?[0-9]+$/.test(text) && Number(text) < 2 ** 32;
}
