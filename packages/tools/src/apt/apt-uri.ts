/** An archive's address as apt writes it in all its answers, without a final slash. */
export function normalUri(uri: string): string {
  return uri.replace(/^(file|copy):\/+/, "$1:/").replace(/\/+$/, "");
}
