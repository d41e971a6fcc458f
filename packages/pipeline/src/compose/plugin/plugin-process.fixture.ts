import { loadComposePlugins } from "./load-compose-plugins.ts";

// Loads the plugin in the file of the argument in plain Node, without a test runner, and prints its steps and what they read.
const [file = ""] = process.argv.slice(2);
const [plugin] = await loadComposePlugins({ files: [{ file }], steps: [] });
const steps = plugin?.nodes.map(({ leaves, reads }) => [
  leaves.id,
  Object.values(reads).map((slot) => slot?.id),
]);
process.stdout.write(JSON.stringify(steps));
