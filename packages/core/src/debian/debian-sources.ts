/** Names the source of backports, which is on Debian's mirror unless it has addresses of its own. */
export const backportsId = "debian-backports";

/** Names the sources that are Debian's own archive and that Debian's keys, which debootc ships, verify. */
export const debianSourceIds: ReadonlySet<string> = new Set(["debian", "debian-security", backportsId]);
