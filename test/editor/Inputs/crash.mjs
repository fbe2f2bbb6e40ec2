// crash.mjs SERVER FOLDER: a session in which a check crashes again and again.
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

expect("the end", await client.stop(), { code: 0, signal: null });
done();
