#include "model/catalogue/CatalogueLoader.h"
#include "model/catalogue/PackReading.h"
#include "llvm/ADT/StringExtras.h"

using llvm::StringRef;

namespace cotidy {
namespace {

using Replacements = std::map<std::string, std::string>;

constexpr std::pair<StringRef, Confidence> ConfidenceNames[] = {
    {"low", Confidence::Low},
    {"medium", Confidence::Medium},
    {"high", Confidence::High}};

constexpr std::pair<StringRef, ArgumentCondition::Kind> ConditionNames[] = {
    {"zero", ArgumentCondition::Zero},
    {"null", ArgumentCondition::Null},
    {"at_most", ArgumentCondition::AtMost},
    {"flag", ArgumentCondition::Flag},
    {"not_flag", ArgumentCondition::NotFlag},
    {"type", ArgumentCondition::Type},
    {"thread_pool", ArgumentCondition::ThreadPool},
    {"not_thread_pool", ArgumentCondition::NotThreadPool},
    {"awaited", ArgumentCondition::Awaited},
    {"completion_token", ArgumentCondition::CompletionToken},
    {"count", ArgumentCondition::Count}};

constexpr std::pair<StringRef, TypeKind> TypeKindNames[] = {
    {"task", TypeKind::Task},
    {"generator", TypeKind::Generator},
    {"async_generator", TypeKind::AsyncGenerator},
    {"detached", TypeKind::Detached},
    {"operation", TypeKind::Operation},
    {"future", TypeKind::Future},
    {"scope", TypeKind::Scope},
    {"guard", TypeKind::Guard}};

constexpr std::pair<StringRef, AwaitRule> AwaitNames[] = {
    {"none", AwaitRule::None},
    {"rvalue_only", AwaitRule::RvalueOnly},
    {"single", AwaitRule::Single},
    {"lvalue_consumes", AwaitRule::LvalueConsumes},
    {"lvalue_rereads", AwaitRule::LvalueRereads},
    {"multi", AwaitRule::Multi}};

constexpr std::pair<StringRef, DropEffect> DropNames[] = {
    {"never_runs", DropEffect::NeverRuns},
    {"runs_on", DropEffect::RunsOn},
    {"runs_on_exception_lost", DropEffect::RunsOnExceptionLost},
    {"cancelled", DropEffect::Cancelled},
    {"terminates", DropEffect::Terminates},
    {"waits", DropEffect::Waits},
    {"nothing", DropEffect::Nothing}};

constexpr std::pair<StringRef, RuntimeRole> RoleNames[] = {
    {"sink", RuntimeRole::Sink},
    {"combinator", RuntimeRole::Combinator},
    {"offload", RuntimeRole::Offload},
    {"in_place", RuntimeRole::InPlace},
    {"loop_callback", RuntimeRole::LoopCallback},
    {"bridge", RuntimeRole::Bridge},
    {"sleep", RuntimeRole::Sleep},
    {"yield", RuntimeRole::Yield},
    {"move", RuntimeRole::Move},
    {"move_back", RuntimeRole::MoveBack},
    {"false_move", RuntimeRole::FalseMove},
    {"wrapper", RuntimeRole::Wrapper},
    {"ready", RuntimeRole::Ready},
    {"join", RuntimeRole::Join},
    {"network", RuntimeRole::Network},
    {"time_limit", RuntimeRole::TimeLimit},
    {"readiness", RuntimeRole::Readiness},
    {"redirect", RuntimeRole::Redirect},
    {"accept", RuntimeRole::Accept},
    {"ignorable", RuntimeRole::Ignorable}};

constexpr std::pair<StringRef, bool> StartNames[] = {{"lazy", true},
                                                     {"eager", false}};

constexpr StringRef CheckNames[] = {"async-blocking-call", "async-sync-io",
                                    "async-blocking-bridge",
                                    "async-cpu-heavy-call"};

constexpr StringRef CategoryNames[] = {
    "sleep",       "file",  "descriptor", "socket", "dns",      "process",
    "wait",        "lock",  "http",       "rpc",    "database", "cache",
    "broker",      "stdin", "logging",    "system", "crypto",   "hash",
    "compression", "regex", "parse",      "codec",  "algebra",  "inference",
    "sort",        "bridge"};

/// What a function of a blocking pack may say of itself, and its group for it.
constexpr StringRef AttributeKeys[] = {
    "check",           "category",         "confidence",
    "strict",          "reason",           "cost",
    "handle",          "replacement",      "nonblocking_if",
    "blocks_if",       "ready_checks",     "strict_if_named",
    "global_cxx",      "receiver_derives", "returns",
    "first_parameter", "except",           "min_version",
    "max_version",     "absent_in",        "headers",
    "package",         "comment"};

template <size_t N>
llvm::SmallVector<StringRef, 32> keys(const StringRef (&Common)[N],
                                      std::initializer_list<StringRef> More) {
  llvm::SmallVector<StringRef, 32> Result(std::begin(Common), std::end(Common));
  Result.append(More);
  return Result;
}

std::string wordOf(JsonReader J, StringRef What,
                   llvm::ArrayRef<StringRef> Known) {
  std::string Word = J.string();
  if (J && !llvm::is_contained(Known, StringRef(Word)))
    J.fail(unknownName(What, Word, Known));
  return Word;
}

std::vector<ArgumentCondition> conditionsOf(JsonReader J) {
  std::vector<ArgumentCondition> Result;
  J.forEach([&](JsonReader Element) {
    Element.allowKeys(
        {"argument", "is", "name", "value", "min", "max", "comment"});
    ArgumentCondition C{};
    C.K = Element.required("is").enumerator<ArgumentCondition::Kind>(
        "condition", ConditionNames, ArgumentCondition::Zero);
    C.Argument = argumentOf(Element["argument"], -1, {"any"});
    C.Name = Element["name"].string();
    C.Value = Element["value"].integer();
    C.Min = static_cast<unsigned>(Element["min"].integer(0));
    if (Element["max"])
      C.Max = static_cast<unsigned>(Element["max"].integer());
    bool IsFlag =
        C.K == ArgumentCondition::Flag || C.K == ArgumentCondition::NotFlag;
    if (IsFlag && C.Name.empty() && C.Value == 0)
      Element.fail("a flag needs a 'name' or a 'value'");
    if (C.K == ArgumentCondition::Type && C.Name.empty())
      Element.fail("a type needs a 'name'");
    Result.push_back(std::move(C));
  });
  return Result;
}

/// Overwrites in \p E what \p J, a group or one function, says.
void readAttributes(JsonReader J, BlockingEntry &E) {
  if (JsonReader V = J["check"])
    E.Check = wordOf(V, "check", CheckNames);
  if (JsonReader V = J["category"])
    E.Category = wordOf(V, "category", CategoryNames);
  if (JsonReader V = J["confidence"])
    E.Certainty =
        V.enumerator<Confidence>("confidence", ConfidenceNames, E.Certainty);
  if (JsonReader V = J["strict"])
    E.Strict = V.boolean();
  if (JsonReader V = J["reason"])
    E.Reason = V.string();
  if (JsonReader V = J["cost"])
    E.Cost = V.number();
  if (JsonReader V = J["handle"])
    E.Handle = argumentOf(V, -2, {"receiver"});
  if (JsonReader V = J["replacement"])
    E.Replacement = V.stringMap();
  if (JsonReader V = J["nonblocking_if"])
    E.NonblockingIf = conditionsOf(V);
  if (JsonReader V = J["blocks_if"])
    E.BlocksIf = conditionsOf(V);
  if (JsonReader V = J["ready_checks"])
    E.ReadyChecks = V.strings();
  if (JsonReader V = J["strict_if_named"])
    E.StrictIfNamed = V.strings();
  if (JsonReader V = J["global_cxx"])
    E.GlobalCxx = V.boolean();
  if (JsonReader V = J["receiver_derives"])
    E.ReceiverDerives = nameOf(V);
  if (JsonReader V = J["returns"])
    E.Returns = nameOf(V);
  if (JsonReader V = J["first_parameter"])
    E.FirstParameter = nameOf(V);
  if (JsonReader V = J["except"])
    E.Except = V.strings();
  readAvailability(J, E.Where);
}

/// Adds \p E once it is complete.
void addEntry(JsonReader Place, BlockingEntry E, Pack &P) {
  auto Need = [&](StringRef Key, StringRef Value) {
    if (Value.empty())
      Place.fail("'" + E.Name + "' has no '" + Key +
                 "', neither itself nor its group");
  };
  Need("check", E.Check);
  Need("category", E.Category);
  Need("reason", E.Reason);
  P.Blocking.push_back(std::move(E));
}

void readGroup(JsonReader J, Pack &P) {
  J.allowKeys(keys(AttributeKeys, {"functions", "streams", "stream_objects"}));
  BlockingEntry Group;
  Group.Pack = P.Info.Name;
  readAttributes(J, Group);

  J["functions"].forEach([&](JsonReader Function) {
    BlockingEntry E = Group;
    if (Function.isString()) {
      E.Name = nameOf(Function);
    } else {
      Function.allowKeys(keys(AttributeKeys, {"name"}));
      E.Name = nameOf(Function.required("name"));
      readAttributes(Function, E);
    }
    addEntry(Function, std::move(E), P);
  });

  auto Streams = [&](StringRef Key, NameKind Kind) {
    J[Key].forEach([&](JsonReader Stream) {
      BlockingEntry E = Group;
      E.Kind = Kind;
      E.Name = nameOf(Stream);
      E.Handle = -1;
      addEntry(Stream, std::move(E), P);
    });
  };
  Streams("streams", NameKind::StreamClass);
  Streams("stream_objects", NameKind::StreamObject);
  if (!J["functions"] && !J["streams"] && !J["stream_objects"])
    J.fail("a group needs 'functions', 'streams' or 'stream_objects'");
}

/// Puts \p Namespace in the place of each `$::` of \p Text.
void replaceNamespace(std::string &Text, StringRef Namespace) {
  for (size_t At = Text.find("$::"); At != std::string::npos;
       At = Text.find("$::", At + Namespace.size()))
    Text.replace(At, 1, Namespace.str());
}

CancellationRule cancellationOf(JsonReader J) {
  CancellationRule Rule;
  if (!J)
    return Rule;
  J.allowKeys({"exceptions", "code", "persists"});
  Rule.Exceptions = J.required("exceptions").strings();
  Rule.Code = J["code"].string();
  Rule.Persists = J["persists"].boolean();
  return Rule;
}

void readType(JsonReader J, llvm::ArrayRef<std::string> Namespaces, Pack &P) {
  J.allowKeys({"names", "kind", "start", "await", "drop", "drop_legitimate",
               "returns_home", "await_at_once", "spawn", "spawn_needs",
               "cancellation", "min_version", "max_version", "absent_in",
               "headers", "package", "comment"});
  RuntimeType T;
  T.Runtime = P.Info.Name;
  T.Kind =
      J.required("kind").enumerator<TypeKind>("kind", TypeKindNames, T.Kind);
  T.Lazy = J["start"].enumerator<bool>("start", StartNames, true);
  T.Await = J["await"].enumerator<AwaitRule>("await rule", AwaitNames, T.Await);
  T.Drop = J["drop"].enumerator<DropEffect>("drop effect", DropNames,
                                            T.Lazy ? DropEffect::NeverRuns
                                                   : DropEffect::RunsOn);
  T.DropLegitimate = J["drop_legitimate"].boolean();
  T.ReturnsHome = J["returns_home"].boolean();
  T.AwaitAtOnce = J["await_at_once"].boolean();
  T.Spawn = J["spawn"].string();
  if (!T.Spawn.empty() && !StringRef(T.Spawn).contains("{}"))
    J.fail("'spawn' needs '{}' where the task stands");
  T.SpawnNeeds = J["spawn_needs"].strings();
  T.Cancellation = cancellationOf(J["cancellation"]);
  readAvailability(J, T.Where);
  forEachName(J.required("names"), Namespaces, [&](std::string Name) {
    // A name of one namespace is handed to that namespace's own functions.
    RuntimeType New = T;
    for (const std::string &Namespace : Namespaces)
      if (StringRef(Name).starts_with(Namespace + "::")) {
        replaceNamespace(New.Spawn, Namespace);
        for (std::string &Needed : New.SpawnNeeds)
          replaceNamespace(Needed, Namespace);
        for (std::string &Thrown : New.Cancellation.Exceptions)
          replaceNamespace(Thrown, Namespace);
        replaceNamespace(New.Cancellation.Code, Namespace);
        break;
      }
    New.Name = std::move(Name);
    P.Types.push_back(std::move(New));
  });
}

void readFunction(JsonReader J, llvm::ArrayRef<std::string> Namespaces,
                  Pack &P) {
  J.allowKeys({"role",
               "names",
               "argument",
               "reason",
               "confidence",
               "replacement",
               "nonblocking_if",
               "only_if",
               "result_still_lazy_if",
               "starts_in_place_if",
               "errors_lost_if",
               "ready_checks",
               "drops_result",
               "drives_loop",
               "leaves_value",
               "for_operator",
               "destroys_callable",
               "may_run_in_place",
               "min_version",
               "max_version",
               "absent_in",
               "headers",
               "package",
               "comment"});
  RuntimeFunction F;
  F.Runtime = P.Info.Name;
  F.Role =
      J.required("role").enumerator<RuntimeRole>("role", RoleNames, F.Role);
  F.Argument = argumentOf(J["argument"], -2, {"receiver", "all"});
  F.Reason = J["reason"].string();
  F.Certainty = J["confidence"].enumerator<Confidence>(
      "confidence", ConfidenceNames, F.Certainty);
  F.Replacement = J["replacement"].stringMap();
  F.NonblockingIf = conditionsOf(J["nonblocking_if"]);
  F.OnlyIf = conditionsOf(J["only_if"]);
  F.ResultStillLazyIf = conditionsOf(J["result_still_lazy_if"]);
  F.StartsInPlaceIf = conditionsOf(J["starts_in_place_if"]);
  F.ErrorsLostIf = conditionsOf(J["errors_lost_if"]);
  F.ReadyChecks = J["ready_checks"].strings();
  F.DropsResult = J["drops_result"].boolean();
  F.DrivesLoop = J["drives_loop"].boolean();
  F.LeavesValue = J["leaves_value"].boolean();
  F.ForOperator = J["for_operator"].boolean();
  F.DestroysCallable = J["destroys_callable"].boolean();
  F.MayRunInPlace = J["may_run_in_place"].boolean();
  readAvailability(J, F.Where);
  if (F.Role == RuntimeRole::Bridge && F.Reason.empty())
    J.fail("a bridge needs a 'reason'");
  forEachName(J.required("names"), Namespaces, [&](std::string Name) {
    F.Name = std::move(Name);
    P.Functions.push_back(F);
  });
}

void readPack(JsonReader J, Pack &P) {
  enum { Blocking, Runtime, Threads, Fixes };
  constexpr std::pair<StringRef, int> Kinds[] = {{"blocking", Blocking},
                                                 {"runtime", Runtime},
                                                 {"threads", Threads},
                                                 {"fixes", Fixes}};
  int Kind = J.required("kind").enumerator<int>("kind", Kinds, Blocking);
  P.Info.IsRuntime = Kind == Runtime;
  if (Kind == Fixes)
    J.allowKeys({"$schema",       "kind",       "name",   "title",     "url",
                 "package",       "preference", "probe",  "umbrellas", "tasks",
                 "calls",         "namesakes",  "future", "offload",   "yield",
                 "gather",        "time_limit", "pause",  "retry",     "map",
                 "bounded_spawn", "mutex"});
  else if (Kind == Threads)
    J.allowKeys({"$schema", "kind", "name", "title", "url", "package",
                 "headers", "disallowed_marks", "types", "functions",
                 "pkg_config", "compile_flags"});
  else if (P.Info.IsRuntime)
    J.allowKeys({"$schema",
                 "kind",
                 "name",
                 "title",
                 "url",
                 "package",
                 "headers",
                 "namespaces",
                 "types",
                 "functions",
                 "completion_tokens",
                 "future_tokens",
                 "stack_tokens",
                 "thread_pools",
                 "start_tags",
                 "outcomes",
                 "error_codes",
                 "views",
                 "cancellation_tokens",
                 "idioms",
                 "clients",
                 "always_ready",
                 "programs",
                 "async_mutexes",
                 "keeps_thread",
                 "pkg_config",
                 "compile_flags"});
  else
    J.allowKeys({"$schema", "kind", "name", "title", "url", "package",
                 "headers", "groups", "cuts", "clients", "pkg_config",
                 "compile_flags"});
  P.Info.Name = J.required("name").string();
  P.Info.Title = J.required("title").string();
  P.Info.Url = J["url"].string();
  P.Info.Headers = J["headers"].strings();
  P.Info.PkgConfig = J["pkg_config"].strings();
  P.Info.CompileFlags = J["compile_flags"].strings();
  if (JsonReader Package = J["package"]; Package && !Package.isNull())
    P.Info.Package = Package.string();

  if (Kind == Threads)
    return readThreads(J, P);
  if (Kind == Fixes)
    return readFixes(J, P);
  if (!P.Info.IsRuntime) {
    if (!J["groups"] && !J["cuts"] && !J["clients"])
      J.fail("a blocking pack needs 'groups', 'cuts' or 'clients'");
    readClients(J["clients"], {}, P);
    J["groups"].forEach([&](JsonReader Group) { readGroup(Group, P); });
    J["cuts"].forEach([&](JsonReader Cut) {
      Cut.allowKeys({"functions", "reason"});
      std::string Reason = Cut.required("reason").string();
      for (std::string &Name : Cut.required("functions").strings())
        P.Cuts.push_back({std::move(Name), Reason});
    });
    return;
  }
  P.Info.Idioms = J["idioms"].stringMap();
  std::vector<std::string> Namespaces = J.required("namespaces").strings();
  readClients(J["clients"], Namespaces, P);
  J["types"].forEach([&](JsonReader T) { readType(T, Namespaces, P); });
  J["functions"].forEach([&](JsonReader F) { readFunction(F, Namespaces, P); });
  forEachName(J["completion_tokens"], Namespaces, [&](std::string Name) {
    P.CompletionTokens.push_back(std::move(Name));
  });
  forEachName(J["future_tokens"], Namespaces, [&](std::string Name) {
    P.FutureTokens.push_back(std::move(Name));
  });
  forEachName(J["stack_tokens"], Namespaces, [&](std::string Name) {
    P.StackTokens.push_back(std::move(Name));
  });
  forEachName(J["thread_pools"], Namespaces, [&](std::string Name) {
    P.ThreadPools.push_back(std::move(Name));
  });
  forEachName(J["start_tags"], Namespaces, [&](std::string Name) {
    P.StartTags.push_back(std::move(Name));
  });
  forEachName(J["cancellation_tokens"], Namespaces, [&](std::string Name) {
    P.CancellationTokens.push_back(std::move(Name));
  });
  forEachName(J["outcomes"], Namespaces,
              [&](std::string Name) { P.Outcomes.push_back(std::move(Name)); });
  forEachName(J["error_codes"], Namespaces, [&](std::string Name) {
    P.ErrorCodes.push_back(std::move(Name));
  });
  forEachName(J["always_ready"], Namespaces, [&](std::string Name) {
    P.AlwaysReady.push_back(std::move(Name));
  });
  forEachName(J["programs"], Namespaces,
              [&](std::string Name) { P.Programs.push_back(std::move(Name)); });
  forEachName(J["async_mutexes"], Namespaces, [&](std::string Name) {
    P.Info.AsyncMutexes.push_back(std::move(Name));
  });
  P.Info.KeepsThread = J["keeps_thread"].boolean();
  forEachName(J["views"], Namespaces,
              [&](std::string Name) { P.Views.push_back(std::move(Name)); });
}

} // namespace

llvm::Expected<Pack> parsePack(StringRef Json, StringRef File) {
  llvm::Expected<llvm::json::Value> Root = llvm::json::parse(Json);
  if (!Root) {
    // LLVM's text is `[line:column, byte=n]: what`; tools and editors know
    // `file:line:column: what`.
    std::string Text = llvm::toString(Root.takeError());
    StringRef Rest = Text;
    StringRef Place = Rest.consume_front("[") ? Rest.split(',').first : "";
    return llvm::createStringError(
        llvm::Twine(File) + ":" + Place +
        ": invalid JSON: " + Rest.split("]: ").second);
  }
  Pack P;
  P.Info.File = File.str();
  std::optional<std::string> FirstError;
  readPack(JsonReader(*Root, FirstError), P);
  if (FirstError)
    return llvm::createStringError(llvm::Twine(File) + ": " + *FirstError);
  return P;
}

} // namespace cotidy
