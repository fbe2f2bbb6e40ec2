// project.mjs SERVER FOLDER: the session of test/editor/project.test.
import fs from "node:fs";
import path from "node:path";
import { check, Client, done, expect, findings, only, pathOf } from "./client.mjs";

const [server, folder] = process.argv.slice(2);
const inFolder = (...names) => path.join(folder, ...names);
const main = inFolder("main.cpp");
// The server's own folder is not the project's: an editor's is anywhere.
fs.mkdirSync(inFolder("elsewhere"));
const client = await Client.start([server, "--background-index=false"], inFolder("elsewhere"));

const STORE = "4:3 'store' blocks the event loop through 'std::ofstream' [async-sync-io]";
const OWN = "5:3 'wait' blocks the event loop: it waits for the device [async-blocking-call]";
const STRICT = "[async-unneeded-coroutine]"; // on in this profile only

const first = await client.open(main);
expect("findings", findings(first), [STORE, OWN]);
const [where] = only(first, "async-sync-io").relatedInformation;
expect("the place in the other file", `${path.basename(pathOf(where.location.uri))}:${where.location.range.start.line + 1}`, "store.cpp:4");

expect("findings in an excluded file", findings(await client.open(inFolder("foreign", "other.cpp"))), []);

// Every edit is a new version, whatever it changes.
let edits = 0;
const edited = () => client.change(main, client.text(main) + `// ${++edits}\n`);

const before = fs.readFileSync(inFolder("cotidy.json"));
fs.copyFileSync(inFolder("strict.json"), inFolder("cotidy.json"));
const strict = findings(await edited());
check(`the strict profile counts: ${strict}`, strict.some((finding) => finding.endsWith(STRICT)));
check(`'checks' counts: ${strict}`, !strict.includes(STORE));

expect("messages so far", client.messages, []);
fs.copyFileSync(inFolder("mistaken.json"), inFolder("cotidy.json"));
expect("findings with a mistaken cotidy.json", findings(await edited()), [STORE]);
expect("the message", client.messages, [`cotidy: ${inFolder("cotidy.json")}: unknown key 'profil'; did you mean 'profile'?`]);
await edited();
expect("it is told once", client.messages.length, 1);

// The project's own catalogue is read again, and a mistake in it has a place.
fs.writeFileSync(inFolder("cotidy.json"), before);
const catalogue = fs.readFileSync(inFolder("own.json"), "utf8");
fs.writeFileSync(inFolder("own.json"), catalogue.replace("waits for the device", "waits for the new device"));
expect("findings with another catalogue", findings(await edited()), [STORE, OWN.replace("the device", "the new device")]);
fs.writeFileSync(inFolder("own.json"), catalogue.slice(0, 50));
const broken = findings(await edited());
check(`the broken catalogue is told: ${broken}`, broken.some((finding) => finding.startsWith("1:1 ") && finding.includes("own.json")));
check(`the rest is found: ${broken}`, broken.includes(STORE));
fs.writeFileSync(inFolder("own.json"), catalogue);

// An index that cannot be used.
fs.writeFileSync(inFolder("kept", "index"), "COTF");
const damaged = findings(await edited());
check(`the damaged index is told: ${damaged}`, damaged.some((finding) => finding.startsWith("1:1 the index ")));
check(`the rest is found: ${damaged}`, damaged.includes(OWN));

expect("the end", await client.stop(), { code: 0, signal: null });
done();
