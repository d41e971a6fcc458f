/**
 * Returns how bootc writes the image that a system follows: with signatures enforced if the policy of the system rejects
 * everything by default, which bootc wants for that; `policy` is the text of its containers-policy.json(5), empty if it has none.
 */
export function followedReference(follows: string, policy: string): string {
  return rejectsByDefault(policy)
    ? `ostree-image-signed:docker://${follows}`
    : `ostree-unverified-registry:${follows}`;
}

function rejectsByDefault(policy: string): boolean {
  try {
    const { default: rules } = JSON.parse(policy) as { readonly default?: unknown };
    return (
      Array.isArray(rules) && rules.some((rule) => (rule as { type?: unknown } | null)?.type === "reject")
    );
  } catch {
    return false;
  }
}
