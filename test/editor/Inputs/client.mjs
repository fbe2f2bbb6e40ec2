// A client of a language server, as an editor is one: what the tests of
// cotidy-clangd and its benchmark share.
import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const require = createRequire(path.join(process.env.COTIDY_NODE_MODULES, "x.js"));
const rpc = require("vscode-jsonrpc/node");
const lsp = require("vscode-languageserver-protocol");

const PATIENCE = 300_000; // milliseconds, also on a machine that does much else

export class Client {
  // The diagnostics of each document, by version; versions count from 1.
  #published = new Map();
  #waiting = [];
  #texts = new Map();
  #log = "";
  messages = [];

  /// Starts SERVER (program and arguments) with FOLDER as the workspace.
  static async start(server, folder, capabilities = {}) {
    const client = new Client();
    client.process = spawn(server[0], server.slice(1), { cwd: folder });
    client.process.stderr.on("data", (data) => (client.#log += data));
    client.exited = new Promise((resolve) => client.process.on("exit", (code, signal) => resolve({ code, signal })));
    client.exited.then((how) => (client.ended = how));
    const reader = new rpc.StreamMessageReader(client.process.stdout);
    const writer = new rpc.StreamMessageWriter(client.process.stdin);
    client.connection = rpc.createMessageConnection(reader, writer);
    client.connection.onNotification(lsp.PublishDiagnosticsNotification.type, (params) => client.#publish(params));
    client.connection.onNotification(lsp.ShowMessageNotification.type, (params) => client.messages.push(params.message));
    client.connection.onRequest(lsp.ApplyWorkspaceEditRequest.type, () => ({ applied: true }));
    client.connection.onRequest(lsp.WorkDoneProgressCreateRequest.type, () => null);
    client.connection.listen();
    const wanted = {
      textDocument: {
        publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } },
      },
      workspace: { workspaceEdit: { documentChanges: true } },
      ...capabilities,
    };
    await client.request(lsp.InitializeRequest.type, {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      capabilities: wanted,
      workspaceFolders: null,
    });
    client.connection.sendNotification(lsp.InitializedNotification.type, {});
    return client;
  }

  request(type, params) {
    return this.#inTime(this.connection.sendRequest(type, params), type.method);
  }

  /// Opens FILE and returns its diagnostics.
  async open(file, text = fs.readFileSync(file, "utf8")) {
    const uri = pathToFileURL(file).href;
    this.#texts.set(file, { text, version: 1 });
    this.connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: "cpp", version: 1, text },
    });
    return this.diagnostics(file);
  }

  text(file) {
    return this.#texts.get(file).text;
  }

  /// Replaces the text of FILE and returns its diagnostics. MORE are further
  /// parameters of the notification.
  async change(file, text, more = {}) {
    const known = this.#texts.get(file);
    Object.assign(known, { text, version: known.version + 1 });
    this.connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
      textDocument: { uri: pathToFileURL(file).href, version: known.version },
      contentChanges: [{ text }],
      ...more,
    });
    return this.diagnostics(file);
  }

  close(file) {
    this.connection.sendNotification(lsp.DidCloseTextDocumentNotification.type, {
      textDocument: { uri: pathToFileURL(file).href },
    });
  }

  /// The diagnostics of FILE as it is now, once the server has them.
  diagnostics(file) {
    const uri = pathToFileURL(file).href;
    const { version } = this.#texts.get(file);
    const known = this.#published.get(uri);
    if (known?.version === version) return Promise.resolve(known.diagnostics);
    const published = new Promise((resolve) => this.#waiting.push({ uri, version, resolve }));
    return this.#inTime(published, `diagnostics of ${file}`);
  }

  /// The quick fixes that the server offers for DIAGNOSTIC.
  actions(file, diagnostic) {
    return this.request(lsp.CodeActionRequest.type, {
      textDocument: { uri: pathToFileURL(file).href },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic], only: ["quickfix"] },
    });
  }

  /// The text of FILE with the edits of ACTION.
  applied(file, action) {
    const uri = pathToFileURL(file).href;
    const edits = action.edit.changes?.[uri] ?? action.edit.documentChanges.find((c) => c.textDocument.uri === uri).edits;
    return applyEdits(this.text(file), edits);
  }

  /// Ends the server as the protocol has it; returns how it ended.
  async stop() {
    await this.request(lsp.ShutdownRequest.type, undefined);
    this.connection.sendNotification(lsp.ExitNotification.type);
    return this.#inTime(this.exited, "the end of the server");
  }

  get log() {
    return this.#log;
  }

  #publish({ uri, version, diagnostics }) {
    this.#published.set(uri, { version, diagnostics });
    const isDone = (waiting) => waiting.uri === uri && waiting.version === version;
    for (const waiting of this.#waiting.filter(isDone)) waiting.resolve(diagnostics);
    this.#waiting = this.#waiting.filter((waiting) => !isDone(waiting));
  }

  #inTime(promise, what) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer: ${what}\n${this.#log}`)), PATIENCE);
    });
    const dead = this.exited.then((how) => {
      if (what !== "the end of the server") throw new Error(`the server ended (${JSON.stringify(how)}) before: ${what}\n${this.#log}`);
      return how;
    });
    return Promise.race([promise, late, dead]).finally(() => clearTimeout(timer));
  }
}

export function applyEdits(text, edits) {
  const starts = [0];
  for (let at = 0; at < text.length; at++) if (text[at] === "\n") starts.push(at + 1);
  const offset = ({ line, character }) => starts[line] + character;
  const sorted = [...edits].sort((a, b) => offset(b.range.start) - offset(a.range.start));
  for (const { range, newText } of sorted) text = text.slice(0, offset(range.start)) + newText + text.slice(offset(range.end));
  return text;
}

export const pathOf = (uri) => fileURLToPath(uri);

/// The findings of cotidy's checks among DIAGNOSTICS, as the command prints them.
/// clangd begins messages in upper case and says that there are fixes.
export function findings(diagnostics) {
  return diagnostics
    .filter(({ code }) => String(code).startsWith("async-"))
    .map(({ code, message, range: { start } }) => {
      const text = message.replace(/ \(fix(es)? available\)$/, "");
      return `${start.line + 1}:${start.character + 1} ${text[0].toLowerCase()}${text.slice(1)} [${code}]`;
    })
    .sort((a, b) => parseInt(a) - parseInt(b) || (a < b ? -1 : a > b ? 1 : 0));
}

/// The one diagnostic of CODE.
export function only(diagnostics, code) {
  const found = diagnostics.filter((diagnostic) => diagnostic.code === code);
  expect(`findings of ${code}`, found.length, 1);
  return found[0] ?? done();
}

// What is expected, and what was not as expected.
const problems = [];

export function expect(what, got, wanted) {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (a !== b) problems.push(`${what}: ${a}, and not ${b}`);
}

export function check(what, holds) {
  if (!holds) problems.push(what);
}

/// Ends the test.
export function done() {
  for (const problem of problems) console.error(problem);
  process.exit(problems.length ? 1 : 0);
}
