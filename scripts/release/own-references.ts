/** Names the repository in which users find the actions. */
export const actionsRepository = "debootc/compose";

/**
 * Returns an `action.yml` or workflow of this repository in which `$/path`, the same commit of the same repository, is
 * written out: older runners, GitHub Enterprise Server and act do not know it.
 */
export function withOwnReferences(text: string, version: string): string {
  return text.replaceAll(/^(\s*(?:- )?uses: *)\$\/(\S+)$/gm, `$1${actionsRepository}/$2@${version}`);
}
