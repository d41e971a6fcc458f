import { writeNextBundle } from "./bundle/write-bundle.ts";
import { repository } from "./repository/repository.ts";

/** Bundles debootc, so that it starts in half the time: script/setup does it, bin/debootc uses it. */
await writeNextBundle(repository);
