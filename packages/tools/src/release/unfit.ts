import { DebootcError } from "@debootc/core/error/debootc-error";

/** Returns the error for an artifact that is not what it has to be. */
export function unfit(reason: string, cause?: unknown): DebootcError {
  return new DebootcError("artifact-unfit", `cannot use the artifact: ${reason}`, {
    hint: "Run the job again that composed it; it must upload the whole compose, as the input artifact of debootc/compose does.",
    cause,
  });
}
