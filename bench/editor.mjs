// editor.mjs NAME=SERVER...: how long language servers take from an edit to the
// diagnostics, in a file that includes Boost.Asio and Beast. The servers have
// their turns in each round, so that a slow minute of the machine hits all.
// Printed are medians, and ratios to the first server. The limit counts for the
// time without the pause in which clangd waits for further edits.
// `--rounds=N` makes N rounds instead of 20; with `--check` the exit status is 1
// above the limit.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "../test/editor/Inputs/client.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const LIMIT = 1.15;
const options = process.argv.slice(2).filter((argument) => argument.startsWith("--"));
const rounds = Number(options.find((option) => option.startsWith("--rounds="))?.slice(9) ?? 20);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cotidy-editor-"));
const file = path.join(folder, "beast_server.cpp");
fs.copyFileSync(path.join(here, "inputs", "beast_server.cpp"), file);
const command = ["c++", "-std=c++20", "-pthread", "-c", file];
fs.writeFileSync(path.join(folder, "compile_commands.json"), JSON.stringify([{ directory: folder, file, arguments: command }]));
const text = fs.readFileSync(file, "utf8");

const servers = [];
for (const argument of process.argv.slice(2).filter((argument) => !argument.startsWith("--"))) {
  const [name, program] = argument.split("=");
  const began = performance.now();
  const client = await Client.start([program, "--background-index=false", "--log=error"], folder);
  await client.open(file, text);
  servers.push({ name, client, opened: performance.now() - began, times: { typing: [], alone: [] } });
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
async function edit({ client, times }, kind, round) {
  const changed = text.replace('"hello"', `"hello ${kind} ${round}"`);
  const began = performance.now();
  const diagnostics = await client.change(file, changed, kind === "alone" ? { wantDiagnostics: true } : {});
  if (round >= 0) times[kind].push(performance.now() - began);
  return diagnostics;
}

for (let round = -2; round < rounds; round++)
  for (const kind of ["typing", "alone"])
    for (const server of servers) server.last = await edit(server, kind, round);

const memory = ({ client }) => Number(/VmHWM:\s*(\d+)/.exec(fs.readFileSync(`/proc/${client.process.pid}/status`, "utf8"))[1]) / 1000;
console.log(`from an edit to the diagnostics, medians of ${rounds} rounds, milliseconds (load ${os.loadavg()[0].toFixed(2)} on ${os.cpus().length} cores)`);
console.log(`  ${"".padEnd(16)}${"without a pause".padStart(16)}${"ratio".padStart(8)}${"with it".padStart(10)}${"ratio".padStart(8)}${"opening".padStart(10)}${"peak MB".padStart(10)}${"findings".padStart(10)}`);
let ratio;
for (const server of servers) {
  const [alone, typing] = [median(server.times.alone), median(server.times.typing)];
  server.ratios ??= [alone / median(servers[0].times.alone), typing / median(servers[0].times.typing)];
  ratio = server.ratios[0];
  const found = server.last.filter(({ code }) => String(code).startsWith("async-")).length;
  console.log(`  ${server.name.padEnd(16)}${alone.toFixed(0).padStart(16)}${server.ratios[0].toFixed(2).padStart(8)}${typing.toFixed(0).padStart(10)}${server.ratios[1].toFixed(2).padStart(8)}${server.opened.toFixed(0).padStart(10)}${memory(server).toFixed(0).padStart(10)}${String(found).padStart(10)}`);
}
for (const { client } of servers) await client.stop();
fs.rmSync(folder, { recursive: true });
console.log(`the ratio ${ratio.toFixed(2)} is ${ratio <= LIMIT ? "within" : "ABOVE"} the limit of ${LIMIT}`);
process.exit(options.includes("--check") && ratio > LIMIT ? 1 : 0);
