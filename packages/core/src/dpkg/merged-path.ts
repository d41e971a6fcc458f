/**
 * Returns a path that a package names as it is in a merged /usr, where `/lib` is a link to `usr/lib`: packages of
 * releases before the merge still name files there.
 */
export function mergedPath(path: string): string {
  return path.replace(/^\/(bin|sbin|lib(?:32|64|x32)?)(?=\/|$)/, "/usr/$1");
}
