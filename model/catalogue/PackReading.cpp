#include "model/catalogue/PackReading.h"
#include "model/code/QualifiedName.h"

using llvm::StringRef;

namespace cotidy {

std::string nameOf(JsonReader J) {
  std::string Name = J.string();
  StringRef Rest = Name;
  if (Rest.empty())
    J.fail("a name must not be empty");
  else if (Rest.starts_with("::") || Rest.ends_with("::"))
    J.fail("the name '" + Rest + "' must not start or end with '::'");
  else if (Rest.contains('<') && !isOperatorName(lastComponent(Rest)))
    J.fail("the name '" + Rest +
           "' has template arguments; leave them out, they are not compared");
  else if (Rest.contains('(') && !isOperatorName(lastComponent(Rest)))
    J.fail("the name '" + Rest + "' has a parameter list; leave it out");
  return Name;
}

int argumentOf(JsonReader J, int Default,
               std::initializer_list<StringRef> Words) {
  if (!J)
    return Default;
  if (J.isInteger()) {
    int64_t Index = J.integer();
    if (Index < 0 || Index > 63)
      J.fail("an argument's index counts from 0");
    return static_cast<int>(Index);
  }
  std::string Word = J.string();
  int Value = -1;
  for (StringRef Known : Words) {
    if (Word == Known)
      return Value;
    --Value;
  }
  J.fail(unknownName("argument", Word, Words));
  return Default;
}

void readAvailability(JsonReader J, Availability &Where) {
  if (JsonReader V = J["min_version"])
    Where.MinVersion = V.string();
  if (JsonReader V = J["max_version"])
    Where.MaxVersion = V.string();
  if (JsonReader V = J["absent_in"])
    Where.AbsentIn = V.strings();
  if (JsonReader V = J["headers"])
    Where.Headers = V.strings();
  if (JsonReader V = J["package"])
    Where.Package = V.isNull() ? "" : V.string();
}

void forEachName(JsonReader J, llvm::ArrayRef<std::string> Namespaces,
                 llvm::function_ref<void(std::string)> Add) {
  J.forEach([&](JsonReader Element) {
    std::string Name = nameOf(Element);
    StringRef Rest = Name;
    if (!Rest.consume_front("$"))
      return Add(std::move(Name));
    if (!Rest.starts_with("::"))
      Element.fail("'$' stands for a namespace: write '$::" + Rest + "'");
    for (const std::string &Namespace : Namespaces)
      Add(Namespace + Rest.str());
  });
}

void readClients(JsonReader J, llvm::ArrayRef<std::string> Namespaces,
                 Pack &P) {
  J.forEach([&](JsonReader Client) {
    Client.allowKeys({"what", "cost", "names", "min_version", "max_version",
                      "absent_in", "headers", "package", "comment"});
    ClientEntry C;
    C.What = Client.required("what").string();
    C.Cost = Client.required("cost").string();
    readAvailability(Client, C.Where);
    forEachName(Client.required("names"), Namespaces, [&](std::string Name) {
      C.Name = std::move(Name);
      P.Clients.push_back(C);
    });
  });
}

} // namespace cotidy
