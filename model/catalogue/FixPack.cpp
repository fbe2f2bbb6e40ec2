#include "model/catalogue/PackReading.h"

using llvm::StringRef;

namespace cotidy {
namespace {

constexpr std::pair<StringRef, AwaitedValue> ValueNames[] = {
    {"same", AwaitedValue::Same},
    {"converts", AwaitedValue::Converts},
    {"none", AwaitedValue::None}};

/// A text that must hold \p Hole, or be absent.
std::string textWith(JsonReader J, StringRef Hole) {
  std::string Text = J.string();
  if (J && !StringRef(Text).contains(Hole))
    J.fail("the text needs a '" + Hole + "'");
  return Text;
}

CallRewrite readCall(JsonReader J) {
  J.allowKeys({"functions", "arguments", "text", "headers", "safe", "value",
               "comment"});
  CallRewrite C;
  if (JsonReader Args = J["arguments"]) {
    if (Args.integer() < 0)
      Args.fail("a number of arguments is 0 or more");
    C.Args = static_cast<unsigned>(Args.integer());
  }
  C.Text = J.required("text").string();
  C.Headers = J["headers"].strings();
  C.Safe = J["safe"].boolean();
  C.Value = J["value"].enumerator<AwaitedValue>("value", ValueNames, C.Value);
  return C;
}

AsyncNamesakes readNamesakes(JsonReader J) {
  J.allowKeys({"scopes", "prefix", "token", "headers", "error_class",
               "error_token", "error_headers", "comment"});
  AsyncNamesakes N;
  N.Scopes = J.required("scopes").strings();
  N.Prefix = J.required("prefix").string();
  N.Token = J.required("token").string();
  N.Headers = J["headers"].strings();
  N.ErrorClass = J["error_class"].string();
  N.ErrorToken = textWith(J["error_token"], "{0}");
  N.ErrorHeaders = J["error_headers"].strings();
  if (N.ErrorClass.empty() != N.ErrorToken.empty())
    J.fail("'error_class' and 'error_token' need each other");
  return N;
}

std::optional<WrittenCode> readCode(JsonReader J, StringRef Hole = "") {
  if (!J)
    return std::nullopt;
  J.allowKeys({"title", "text", "headers"});
  return WrittenCode{J.required("title").string(),
                     textWith(J.required("text"), Hole),
                     J["headers"].strings()};
}

std::optional<GatherCode> readGather(JsonReader J) {
  if (!J)
    return std::nullopt;
  J.allowKeys({"title", "text", "headers", "separator", "namespace"});
  GatherCode Code;
  Code.Title = J.required("title").string();
  Code.Text = textWith(J.required("text"), "{}");
  Code.Headers = J["headers"].strings();
  if (JsonReader Separator = J["separator"])
    Code.Separator = Separator.string();
  Code.Namespace = J["namespace"].string();
  return Code;
}

std::optional<TimeLimitCode> readTimeLimit(JsonReader J) {
  if (!J)
    return std::nullopt;
  constexpr std::pair<StringRef, bool> Around[] = {{"task", false},
                                                   {"token", true}};
  J.allowKeys({"title", "text", "headers", "around"});
  return TimeLimitCode{{J.required("title").string(),
                        textWith(J.required("text"), "{}"),
                        J["headers"].strings()},
                       J["around"].enumerator<bool>("around", Around, false)};
}

/// Code with one more text, under the key \p Further.
template <typename T>
std::optional<T> readCodeWith(JsonReader J, StringRef Hole, StringRef Further,
                              std::string T::*Member) {
  if (!J)
    return std::nullopt;
  J.allowKeys({"title", "text", "headers", Further});
  T Code;
  Code.Title = J.required("title").string();
  Code.Text = textWith(J.required("text"), Hole);
  Code.Headers = J["headers"].strings();
  Code.*Member = J.required(Further).string();
  return Code;
}

} // namespace

void readFixes(JsonReader J, Pack &P) {
  FixTarget T;
  T.Name = P.Info.Name;
  T.Preference = static_cast<int>(J["preference"].integer());
  T.Probe = J.required("probe").string();
  T.Umbrellas = J["umbrellas"].strings();
  T.Tasks = J.required("tasks").strings();
  J["calls"].forEach([&](JsonReader Call) {
    CallRewrite C = readCall(Call);
    forEachName(Call.required("functions"), {}, [&](std::string Name) {
      C.Name = std::move(Name);
      T.Calls.push_back(C);
    });
  });
  J["namesakes"].forEach(
      [&](JsonReader N) { T.Namesakes.push_back(readNamesakes(N)); });
  if (JsonReader Future = J["future"]) {
    Future.allowKeys({"token", "instead", "headers"});
    T.Future = FutureToken{nameOf(Future.required("token")),
                           Future.required("instead").string(),
                           Future["headers"].strings()};
  }
  if (JsonReader Offload = J["offload"]) {
    Offload.allowKeys(
        {"title", "value", "void", "headers", "default_constructs_value"});
    T.Offload = Wrapping{Offload.required("title").string(),
                         textWith(Offload.required("value"), "{}"),
                         textWith(Offload.required("void"), "{}"),
                         Offload["headers"].strings(),
                         Offload["default_constructs_value"].boolean()};
  }
  T.Yield = readCode(J["yield"]);
  T.Gather = readGather(J["gather"]);
  T.TimeLimit = readTimeLimit(J["time_limit"]);
  T.Pause = readCodeWith(J["pause"], "{name}", "before", &CountedCode::Before);
  T.Retry = readCodeWith(J["retry"], "{}", "forever", &RetryCode::Forever);
  T.Map = readCode(J["map"], "{function}");
  T.Bounded =
      readCodeWith(J["bounded_spawn"], "{}", "before", &CountedCode::Before);
  T.Mutex = readCodeWith(J["mutex"], "{}", "type", &AwaitedMutex::Type);
  P.Target = std::move(T);
}

} // namespace cotidy
