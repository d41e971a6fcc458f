import { DebootcError } from "@debootc/core/error/debootc-error";
import { nativeArchitecture } from "@debootc/tools/native-architecture";
import { runsArchitecture } from "@debootc/tools/runs-architecture";

/** The programs of a chroot run on this machine, by an emulator if need be. Throws `emulator-missing`. */
export async function refuseUnrunnable(architecture: string): Promise<void> {
  const native = await nativeArchitecture();
  if (architecture === native || (await runsArchitecture(architecture))) return;
  throw new DebootcError(
    "emulator-missing",
    `this machine is ${native} and cannot run what is in a chroot of ${architecture}`,
    {
      hint: `Let it emulate: script/setup --emulation. Or cross-build, which is quicker: --arch ${native} --host-arch ${architecture}`,
    },
  );
}
