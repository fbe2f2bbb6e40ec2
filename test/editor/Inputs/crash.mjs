// crash.mjs SERVER FOLDER: a session in which a check crashes again and again, and
// the model of a file.
import path from "node:path";
import { Client, done, expect, findings } from "./client.mjs";

const [server, folder] = process.argv.slice(2);
const main = path.join(folder, "main.cpp");
const other = path.join(folder, "other.cpp");
const client = await Client.start([server, "--background-index=false"], folder);

const NAP = "5:3 'sleep' blocks the event loop: it suspends the calling thread [async-blocking-call]";
const CRASH = "1:1 'async-crash' crashed on this file; please report it with the file [async-crash]";

expect("findings", findings(await client.open(main)), [NAP]);
const text = client.text(main);
for (const how of ["access", "recursion", "assertion"]) {
  const crashing = text.replace("sleep(1);", `sleep(1); // crash by ${how}`);
  expect(`findings with a crash by ${how}`, findings(await client.change(main, crashing)), [CRASH, NAP]);
  expect("findings afterwards", findings(await client.change(main, text)), [NAP]);
}

// Two threads at once.
const crashing = text.replace("1);", "1 /* crash by recursion */);");
const edits = [client.change(main, crashing), client.open(other, crashing)];
for (const diagnostics of await Promise.all(edits)) expect("findings of two crashes at once", findings(diagnostics), [CRASH, NAP]);

// By now it is not run any more, and the editor shows why.
const crashes = () => client.log.match(/async-crash crashed/g).length;
const before = crashes();
const TOO_OFTEN = "1:1 'async-crash' crashed too often and is not run any more [async-crash]";
expect("findings after many crashes", findings(await client.change(main, text.replace("1);", "1 /* crash by access */);"))), [TOO_OFTEN, NAP]);
expect("crashes", crashes(), before);

// The model of one file. One check speaks for all, and says so on each edit.
const problem = (text) => findings(text).map((finding) => finding.replace(/ \[async-[\w-]+\]$/, ""));
const NO_MODEL = "1:1 no check can read this file: their model of it crashed; please report it with the file";
const NO_MORE = "1:1 no check reads this file any more: their model of it crashed too often";
for (let times = 1; times <= 5; times++) {
  const hopeless = text.replace("1);", `1 /* crash in the model, ${times} */);`);
  expect(`problems with crash ${times} of the model`, problem(await client.change(main, hopeless)), [NO_MODEL]);
  if (times === 1) expect("findings after a crash of the model", findings(await client.change(main, text)), [TOO_OFTEN, NAP]);
}
const unreadable = () => client.log.match(/the model of '.*' crashed/g).length;
expect("crashes of the model", unreadable(), 5);
expect("problems after many of them", problem(await client.change(main, text)), [NO_MORE]);
expect("crashes then", unreadable(), 5);
expect("findings in the other file", findings(await client.change(other, text)), [TOO_OFTEN, NAP]);

expect("the end", await client.stop(), { code: 0, signal: null });
done();
