import { DebootcError } from "@debootc/core/error/debootc-error";
import { nativeArchitecture } from "@debootc/tools/native-architecture";
import { runsArchitecture } from "@debootc/tools/runs-architecture";

/** Ensures that programs of an architecture run here, if necessary by an emulator. Throws `emulator-missing`. */
export async function refuseUnrunnable(architecture: string): Promise<void> {
  const native = await nativeArchitecture();
  if (architecture === native || (await runsArchitecture(architecture))) return;
  throw new DebootcError(
    "emulator-missing",
    `cannot run programs of a chroot for ${architecture} on this ${native} machine`,
    {
      hint: `Install an emulator: script/setup --emulation. Or cross-build, which is faster: --arch ${native} --host-arch ${architecture}`,
    },
  );
}
