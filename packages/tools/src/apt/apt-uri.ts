/** Normalises an archive's address to the form that apt uses in all its output, without a final slash. */
export function normalUri(uri: string): string {
  return uri.replace(/^(file|copy):\/+/, "$1:/").replace(/\/+$/, "");
}
