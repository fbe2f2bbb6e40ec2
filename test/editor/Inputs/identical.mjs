// identical.mjs SERVER CLANG-TIDY PLUGIN COTIDY INPUTS WORK [--all FOLDER] FILE...
// Fails where the three doors do not find the same in a file.
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { check, Client, done } from "./client.mjs";

const [server, clangTidy, plugin, cotidy, inputs, work, ...rest] = process.argv.slice(2);
const CHECKS = "-*,async-*";

/// The check tests below FOLDER that need nothing but the mocks.
function simpleTests(folder) {
  return fs
    .readdirSync(folder, { recursive: true })
    .filter((name) => /^[^.]*\.cpp$/.test(path.basename(name)))
    .map((name) => path.join(folder, name))
    .filter((file) => !/REQUIRES:/.test(fs.readFileSync(file, "utf8")));
}

const upper = (text) => text && text[0].toUpperCase() + text.slice(1);

/// {check, message, line, column, notes} of what the command reports.
function ofCommand(folder, file) {
  const run = spawnSync(cotidy, ["-p", folder, `--checks=${CHECKS}`, "--quiet", "--no-fixes", "--format=json", file], { encoding: "utf8", maxBuffer: 1 << 28 });
  const report = JSON.parse(run.stdout);
  if (report.failures.length) throw new Error(`${file}: ${JSON.stringify(report.failures)}`);
  return report.findings
    .filter(({ suppressed }) => !suppressed)
    .map(({ check, message, line, column, notes }) => ({ check, message, line, column, notes: notes.map((note) => upper(note.message)).sort() }));
}

function ofPlugin(folder, file) {
  const output = execFileSync(clangTidy, [`--load=${plugin}`, `--checks=${CHECKS}`, "--quiet", "-p", folder, file], { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] });
  return [...output.matchAll(/^[^:\n]+:(\d+):(\d+): (?:warning|error): (.*) \[(async-[\w-]+)[^\]]*\]$/gm)].map(([, line, column, message, check]) => ({ check, message, line: +line, column: +column }));
}

const key = ({ check, message, line, column }) => `${line}:${column}: ${message} [${check}]`;

function report(file, who, finding) {
  check(`${path.basename(file)}: only ${who} says ${key(finding)}`, false);
}

/// Whether the one-based place LINE:COLUMN is in RANGE.
function holds({ start, end }, line, column) {
  const at = [line - 1, column - 1];
  const before = (a, b) => a[0] < b[0] || (a[0] === b[0] && a[1] <= b[1]);
  return before([start.line, start.character], at) && before(at, [end.line, end.character]);
}

function compare(file, command, inPlugin, diagnostics) {
  const [a, b] = [new Set(command.map(key)), new Set(inPlugin.map(key))];
  for (const finding of command) if (!b.has(key(finding))) report(file, "the command (and not the plugin)", finding);
  for (const finding of inPlugin) if (!a.has(key(finding))) report(file, "the plugin (and not the command)", finding);

  const left = diagnostics.filter(({ code }) => String(code).startsWith("async-"));
  for (const finding of command) {
    const at = left.findIndex(({ code, message, range }) => code === finding.check && message.replace(/ \(fix(es)? available\)$/, "") === upper(finding.message) && holds(range, finding.line, finding.column));
    if (at < 0) {
      report(file, "the command (and not the server)", finding);
      continue;
    }
    const [{ relatedInformation }] = left.splice(at, 1);
    const notes = relatedInformation.map(({ message }) => message).sort();
    check(`${path.basename(file)}: notes of ${key(finding)}: ${JSON.stringify(notes)}, and not ${JSON.stringify(finding.notes)}`, JSON.stringify(notes) === JSON.stringify(finding.notes));
  }
  for (const { code, message, range } of left) report(file, "the server", { check: code, message, line: range.start.line + 1, column: range.start.character + 1 });
}

const files = rest[0] === "--all" ? simpleTests(rest[1]) : rest;
const client = await Client.start([server, "--background-index=false"], work);
let compared = 0;
for (const original of files) {
  const folder = path.join(work, path.basename(original, ".cpp"));
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder);
  const file = path.join(folder, path.basename(original));
  fs.copyFileSync(original, file);
  const flags = ["-std=c++20", "-isystem", inputs, "-I", path.dirname(original)];
  fs.writeFileSync(path.join(folder, ".clang-tidy"), `Checks: '${CHECKS}'\n`);
  fs.writeFileSync(path.join(folder, "compile_commands.json"), JSON.stringify([{ directory: folder, file, arguments: ["c++", ...flags, "-c", file] }]));
  const command = ofCommand(folder, file);
  compare(file, command, ofPlugin(folder, file), await client.open(file));
  client.close(file);
  compared += command.length;
}
await client.stop();
check(`${compared} findings compared, too few to tell anything`, compared >= 20);
console.log(`${compared} findings in ${files.length} files`);
done();
