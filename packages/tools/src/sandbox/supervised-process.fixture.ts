// Starts a program that starts others, as an agent does, and waits until it is killed.
import { createCgroup } from "./cgroup.ts";
import { probeCgroups } from "./cgroup-layout.ts";
import { startSupervised } from "./supervised-command.ts";

const [name = "", isolated, seconds] = process.argv.slice(2);
const { layout } = name === "" ? { layout: undefined } : await probeCgroups();
const program = startSupervised({
  tool: "bash",
  args: ["-c", `sleep ${seconds}1 & setsid --fork env -i /usr/bin/sleep ${seconds}2; sleep ${seconds}3`],
  group: layout === undefined ? undefined : await createCgroup(layout, name, {}),
  secret: { variable: "SECRET", value: "x" },
  isolated: isolated === "isolated",
});
program.output.resume();
await program.done;
