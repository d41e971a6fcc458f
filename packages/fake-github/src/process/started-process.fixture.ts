// Starts a process that ends with this one, says its number, and waits until it is killed.
import { startProcess } from "./start-process.ts";

const env = { PATH: process.env["PATH"] ?? "" };
const { pid } = startProcess({ program: "sleep", args: ["600"], cwd: "/", env, endsWithThis: true });
process.stdout.write(`${pid}\n`);
setInterval(() => {}, 60_000);
