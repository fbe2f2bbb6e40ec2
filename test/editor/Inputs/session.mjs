// session.mjs SERVER FOLDER: the session of test/editor/session.test.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { check, Client, done, expect, findings, only, pathOf } from "./client.mjs";

const [server, root] = process.argv.slice(2);
const folder = path.join(root, "project");
const main = path.join(folder, "main.cpp");
const other = path.join(folder, "other.cpp");
const client = await Client.start([server, "--background-index=false"], folder);

const CHAIN = "12:3 'waits' blocks the event loop through 'sleep_for' [async-blocking-call]";
const TASK = "17:3 task returned by 'ping' is never awaited: it never runs [async-unawaited-task]";
const NAP = "5:3 'sleep' blocks the event loop: it suspends the calling thread [async-blocking-call]";

// Two documents at once.
const [inMain, inOther] = await Promise.all([client.open(main), client.open(other)]);
expect("findings of main.cpp", findings(inMain), [CHAIN, TASK]);
expect("findings of other.cpp", findings(inOther), [NAP]);

// The code of a finding leads to the documentation of its check.
for (const { code, codeDescription } of inMain.filter(({ source }) => source === "clang-tidy"))
  expect(`link of ${code}`, codeDescription?.href, `https://cotidy.dev/checks/${code}`);

// A chain is told where its links are.
const chain = only(inMain, "async-blocking-call");
const { start, end } = chain.range;
expect("the finding's range", [start.line, start.character, end.line, end.character], [11, 2, 11, 9]);
const notes = chain.relatedInformation.map(({ location, message }) => `${path.basename(pathOf(location.uri))}:${location.range.start.line + 1} ${message}`);
expect("the chain", notes.slice(0, 2), ["main.cpp:7 'waits' calls 'rests'", "main.cpp:6 'sleep_for' suspends the calling thread"]);
check("a way out is told: " + notes, /^main\.cpp:12 Run 'waits' on a thread pool/.test(notes.at(-1)));

// Each fix is an action with its title, and each mends the finding.
const task = only(inMain, "async-unawaited-task");
const text = client.text(main);
const actions = (await client.actions(main, task)).filter((action) => !action.title.includes("NOLINT"));
expect("actions", actions.map(({ title }) => title), ["insert 'co_await'", "let it run on its own"]);
expect("the action's link", actions[0].diagnostics[0].codeDescription.href, "https://cotidy.dev/checks/async-unawaited-task");
for (const [action, line] of [[actions[0], "  co_await ping();"], [actions[1], "  ping().run();"]]) {
  const applied = client.applied(main, action);
  expect(`the line after '${action.title}'`, applied.split("\n")[16], line);
  expect(`findings after '${action.title}'`, findings(await client.change(main, applied)), [CHAIN]);
  expect("findings without it", findings(await client.change(main, text)), [CHAIN, TASK]);
}

// Edits of two documents, and only the last of several edits counts.
const edits = [client.change(main, text.replace("waits();\n  co_return", "co_return")), client.change(other, client.text(other).replace("sleep(1)", ""))];
const [mainEdited, otherEdited] = await Promise.all(edits);
expect("findings of main.cpp without the call", findings(mainEdited), ["16:3" + TASK.slice(4)]);
expect("findings of other.cpp without the call", findings(otherEdited), []);
client.change(main, "").catch(() => {});
client.change(main, text.slice(0, 300)).catch(() => {});
expect("findings after quick edits", findings(await client.change(main, text)), [CHAIN, TASK]);

// NOLINT silences as it does elsewhere.
expect("findings with NOLINT", findings(await client.change(main, text.replace("  ping();", "  ping(); // NOLINT(async-unawaited-task)"))), [CHAIN]);

// A file that does not compile keeps its other findings, and recovers.
const broken = await client.change(main, text.replace("void plain() {", "void plain( {"));
check("the error is shown", broken.some(({ source, severity }) => source === "clang" && severity === 1));
expect("findings of the broken file", findings(broken), [CHAIN, TASK]);
for (let cut = 40; cut < text.length; cut += 97) await client.change(main, text.slice(0, cut));
expect("findings of the mended file", findings(await client.change(main, text)), [CHAIN, TASK]);

// A file that is not in the database is read like its neighbours; where there
// is no database, as C++17, which has no coroutines.
expect("findings of a new file", findings(await client.open(path.join(folder, "new.cpp"))), [NAP]);
const lonely = fs.mkdtempSync(path.join(os.tmpdir(), "cotidy-lonely-"));
const alone = await client.open(path.join(lonely, "new.cpp"), client.text(other));
expect("findings without a database", findings(alone), []);
check("the error is shown there", alone.some(({ severity }) => severity === 1));
fs.rmSync(lonely, { recursive: true });

// Closed and opened again.
client.close(other);
expect("findings of other.cpp again", findings(await client.open(other)), [NAP]);

expect("messages to the user", client.messages, []);
expect("the end", await client.stop(), { code: 0, signal: null });
done();
