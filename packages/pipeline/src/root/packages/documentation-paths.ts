/**
 * dpkg's options (dpkg(1), `--path-exclude`) for a system without documentation: directories that by Debian Policy 12
 * no package needs to work. Kept are copyright files, with the links between packages that share one, and the
 * directories of manual pages, where update-alternatives puts links. `*` also stands for slashes, the last option that
 * matches decides, and an include keeps links and directories of its tree.
 */
export const withoutDocumentation: readonly string[] = [
  "path-exclude=/usr/share/doc/*/*",
  "path-include=/usr/share/doc/*/copyright",
  "path-exclude=/usr/share/doc-base/*",
  "path-exclude=/usr/share/gtk-doc/*",
  "path-exclude=/usr/share/help/*",
  "path-exclude=/usr/share/info/*",
  "path-exclude=/usr/share/man/*/*",
];
