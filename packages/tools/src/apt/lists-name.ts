/**
 * Returns the name under which apt keeps what it fetched from an address in its directory of lists: without scheme and
 * credentials, `_` for `/`, and what could be mistaken for something else as `%xx` (apt's URItoFileName).
 */
export function listsName(address: string): string {
  return address
    .replace(/^[a-z0-9+]+:(?:\/\/)?(?:[^/@]*@)?/, "")
    .replaceAll(/[\\|{}[\]<>"^~_=!@#$%&*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
    .replaceAll("/", "_");
}
