import { writeNextBundle } from "./bundle/write-bundle.ts";
import { repository } from "./repository/repository.ts";

/** Bundles debootc, so that it starts in half the time, and with `--actions` the actions: script/setup does it. */
await writeNextBundle(repository, { actions: process.argv.includes("--actions") });
