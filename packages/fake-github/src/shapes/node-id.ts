/** Returns the id that GraphQL knows a thing by; like GitHub's own, it says nothing to readers. */
export function nodeId(kind: string, id: number | string): string {
  return `${kind}_${Buffer.from(`${kind}:${id}`).toString("base64url")}`;
}
