/** Says what a field of shadow(5) is: what is not a hash matches no password (crypt(5)); a hash may follow a lock. */
export function kindOfPassword(field: string): "hash" | "empty" | "none" {
  if (field === "") return "empty";
  const unlocked = field.replace(/^[!*]+/, "");
  return unlocked.startsWith("$") || unlocked.startsWith("_") || /^[./0-9A-Za-z]{13}$/.test(unlocked)
    ? "hash"
    : "none";
}
