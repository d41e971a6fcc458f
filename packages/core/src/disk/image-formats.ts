/** Lists the formats in which a compose can have the image of a disk. */
export const diskImageFormats = ["raw", "qcow2"] as const;
export type DiskImageFormat = (typeof diskImageFormats)[number];
