#include "model/catalogue/PackReading.h"

using llvm::StringRef;

namespace cotidy {

static constexpr std::pair<StringRef, ThreadTypeKind> ThreadTypeKindNames[] = {
    {"mutex", ThreadTypeKind::Mutex},
    {"guard", ThreadTypeKind::Guard},
    {"bound", ThreadTypeKind::Bound},
    {"callback", ThreadTypeKind::Callback}};

static constexpr std::pair<StringRef, ThreadRole> ThreadRoleNames[] = {
    {"lock", ThreadRole::Lock},     {"try_lock", ThreadRole::TryLock},
    {"unlock", ThreadRole::Unlock}, {"owns", ThreadRole::Owns},
    {"wait", ThreadRole::Wait},     {"thread_local", ThreadRole::ThreadLocal},
    {"errno", ThreadRole::Errno},   {"last_error", ThreadRole::LastError},
    {"resume", ThreadRole::Resume}};

static constexpr std::pair<StringRef, bool> SuccessNames[] = {{"true", false},
                                                              {"zero", true}};

void readThreads(JsonReader J, Pack &P) {
  if (!J["types"] && !J["functions"])
    J.fail("a threads pack needs 'types' or 'functions'");
  P.DisallowedMarks = J["disallowed_marks"].strings();
  J["types"].forEach([&](JsonReader Type) {
    Type.allowKeys({"kind", "names", "reason", "deferred_by", "min_version",
                    "max_version", "absent_in", "headers", "package",
                    "comment"});
    ThreadType T;
    T.Kind = Type.required("kind").enumerator<ThreadTypeKind>(
        "kind", ThreadTypeKindNames, T.Kind);
    T.Reason = Type["reason"].string();
    if (T.Kind == ThreadTypeKind::Bound && T.Reason.empty())
      Type.fail("a type of the kind 'bound' needs a 'reason'");
    T.DeferredBy = Type["deferred_by"].strings();
    readAvailability(Type, T.Where);
    forEachName(Type.required("names"), {}, [&](std::string Name) {
      T.Name = std::move(Name);
      P.ThreadTypes.push_back(T);
    });
  });
  J["functions"].forEach([&](JsonReader Function) {
    Function.allowKeys({"role", "names", "argument", "success", "reason",
                        "min_version", "max_version", "absent_in", "headers",
                        "package", "comment"});
    ThreadFunction F;
    F.Role = Function.required("role").enumerator<ThreadRole>(
        "role", ThreadRoleNames, F.Role);
    F.Argument = argumentOf(Function["argument"], -2, {"receiver", "all"});
    F.SuccessIsZero =
        Function["success"].enumerator<bool>("success", SuccessNames, false);
    F.Reason = Function["reason"].string();
    if (F.Role == ThreadRole::Resume && F.Reason.empty())
      Function.fail("a function of the role 'resume' needs a 'reason'");
    readAvailability(Function, F.Where);
    forEachName(Function.required("names"), {}, [&](std::string Name) {
      F.Name = std::move(Name);
      P.ThreadFunctions.push_back(F);
    });
  });
}

} // namespace cotidy
