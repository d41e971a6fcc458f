/** A package that has to be in the set, and who wants it: the treefile, or Debian itself for the essential set. */
export interface WantedPackage {
  readonly name: string;
  readonly because: "treefile" | "essential";
}
