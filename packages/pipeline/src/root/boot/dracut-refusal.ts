import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";

type Arguments = ResolvedTreefile["initramfsArgs"];

/** Why dracut failed: at the treefile's argument that asked for it where one did, else as dracut says it. */
export function dracutRefusal(complaints: readonly string[], initramfsArgs: Arguments): DebootcError {
  const hint = "The log of the node `root` has the whole output.";
  const diagnostics = initramfsArgs.flatMap((one) => complaintsOf(one, complaints));
  if (diagnostics.length === 0) {
    const said = complaints.length === 0 ? "it does not say why" : complaints.join("\n  ");
    return new DebootcError("layout-impossible", `dracut could not make the initramfs:\n  ${said}`, { hint });
  }
  const message = "dracut cannot do what initramfs-args ask for";
  return new DebootcError("treefile-invalid", message, { diagnostics, hint });
}

/** The complaints that name a word of an argument's value. */
function complaintsOf({ argument, origin }: Arguments[number], complaints: readonly string[]): Diagnostic[] {
  const words = argument.slice(argument.indexOf("=") + 1).split(/[\s,]+/);
  return complaints
    .filter((line) => words.some((word) => line.includes(`'${word}'`) || line.includes(` ${word} `)))
    .map((message) => ({
      severity: "error",
      code: "treefile-invalid",
      ...origin,
      key: "initramfs-args",
      message,
      given: argument,
      hint: "Add the package that ships it, or correct the name.",
    }));
}
