import { parseRelations } from "@debootc/core/deb822/relations";
import { join } from "node:path";
import type { CommandOutcome, OutsideCommand } from "../plugin/api.ts";

/** Returns the relations of .debs to other packages, as text; leaves out relations among themselves. */
export async function relationsOfDebs(
  directory: string,
  debs: readonly string[],
  runOutside: (command: OutsideCommand) => Promise<CommandOutcome>,
): Promise<readonly string[]> {
  const own = new Set(debs.map((name) => name.split("_")[0]));
  const fields = await Promise.all(
    debs.flatMap((name) =>
      ["Pre-Depends", "Depends"].map(async (field) => {
        const { stdout } = await runOutside({
          tool: "dpkg-deb",
          args: ["--field", join(directory, name), field],
        });
        return stdout.trim();
      }),
    ),
  );
  const groups = fields.flatMap((field) => field.split(",")).map((group) => group.trim());
  const isOwn = (group: string) =>
    parseRelations(group)
      .flat()
      .some(({ name }) => own.has(name));
  return [...new Set(groups.filter((group) => group !== "" && !isOwn(group)))];
}
