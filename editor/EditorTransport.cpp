#include "editor/EditorTransport.h"
#include "checks/CheckInfo.h"
#include "llvm/ADT/StringSet.h"
#include <mutex>
#include <vector>

namespace json = llvm::json;
using clang::clangd::Transport;

namespace cotidy::editor {
namespace {

/// What the user is to read, and has been told.
class Messages {
public:
  void add(llvm::StringRef Text) {
    std::lock_guard<std::mutex> Guard(Lock);
    if (Told.insert(Text).second)
      Waiting.push_back(Text.str());
  }
  std::vector<std::string> take() {
    std::lock_guard<std::mutex> Guard(Lock);
    return std::exchange(Waiting, {});
  }

private:
  std::mutex Lock;
  llvm::StringSet<> Told;
  std::vector<std::string> Waiting;
};

Messages &messages() {
  static Messages All;
  return All;
}

/// Corrects the links of the diagnostics in \p Holder.
void linkToDocumentation(json::Object &Holder) {
  json::Array *Diagnostics = Holder.getArray("diagnostics");
  if (!Diagnostics)
    return;
  for (json::Value &Item : *Diagnostics) {
    json::Object *Diagnostic = Item.getAsObject();
    if (!Diagnostic)
      continue;
    std::optional<llvm::StringRef> Code = Diagnostic->getString("code");
    if (const RegisteredCheck *Check = Code ? findCheck(*Code) : nullptr)
      (*Diagnostic)["codeDescription"] =
          json::Object{{"href", Check->Info.url()}};
  }
}

class EditorTransport final : public Transport {
public:
  explicit EditorTransport(std::unique_ptr<Transport> Inner)
      : Inner(std::move(Inner)) {}

  void notify(llvm::StringRef Method, json::Value Params) override {
    if (Method == "textDocument/publishDiagnostics") {
      constexpr int Warning = 2;
      for (std::string &Text : messages().take())
        Inner->notify(
            "window/showMessage",
            json::Object{{"type", Warning}, {"message", "cotidy: " + Text}});
      if (json::Object *Object = Params.getAsObject())
        linkToDocumentation(*Object);
    }
    Inner->notify(Method, std::move(Params));
  }

  void call(llvm::StringRef Method, json::Value Params,
            json::Value Id) override {
    Inner->call(Method, std::move(Params), std::move(Id));
  }

  void reply(json::Value Id, llvm::Expected<json::Value> Result) override {
    // Code actions name the diagnostics that they mend.
    if (Result)
      if (json::Array *Actions = Result->getAsArray())
        for (json::Value &Action : *Actions)
          if (json::Object *Object = Action.getAsObject())
            linkToDocumentation(*Object);
    Inner->reply(std::move(Id), std::move(Result));
  }

  llvm::Error loop(MessageHandler &Handler) override {
    return Inner->loop(Handler);
  }

private:
  std::unique_ptr<Transport> Inner;
};

} // namespace

std::unique_ptr<Transport> makeTransport(std::unique_ptr<Transport> Inner) {
  return std::make_unique<EditorTransport>(std::move(Inner));
}

void tellUser(llvm::StringRef Text) { messages().add(Text); }

} // namespace cotidy::editor
