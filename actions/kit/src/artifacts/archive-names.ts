/** Names the archive in the artifact of a compose. */
export const composeArchive = "compose.tar";

/** Names the archive in the artifact of package builds. */
export const packageArchive = "packages.tar";
