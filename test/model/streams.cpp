// A stream operation is told by the static type of the stream at the root of
// the expression; the operations are declared in the base classes that file and
// string streams share.
//
// RUN: %build/bin/call-dump %s -- -w -std=c++20 \
// RUN:   | FileCheck %s --implicit-check-not=blocks
// RUN: %if libc++ %{ %build/bin/call-dump %s -- -w -std=c++20 -stdlib=libc++ \
// RUN:   | FileCheck %s --implicit-check-not=blocks %}
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

struct User {
  int id;
};
std::ostream &operator<<(std::ostream &out, const User &user) {
  return out << user.id;
}

struct Log : std::ofstream {
  explicit Log(const char *name) : std::ofstream(name) {}
  // CHECK: [[#@LINE-1]]: blocks std::basic_ofstream (std-streams)
};

void files_bad(const User &user, Log &log) {
  std::ofstream out("out.txt");
  // CHECK: [[#@LINE-1]]: blocks std::basic_ofstream (std-streams){{$}}
  out << "one" << user.id << user << std::endl;
  // CHECK: [[#@LINE-1]]: blocks std::basic_ofstream (std-streams) on 'out'
  (out << "two").write("three", 5).flush();
  // CHECK: [[#@LINE-1]]: blocks std::basic_ofstream (std-streams) on 'out'
  out.close();
  // CHECK: [[#@LINE-1]]: blocks std::basic_ofstream (std-streams) on 'out'
  std::ofstream("temporary.txt") << "four";
  // CHECK: [[#@LINE-1]]: blocks std::basic_ofstream (std-streams){{$}}
  // CHECK: [[#@LINE-2]]: blocks std::basic_ofstream (std-streams) on 'std::ofstream("temporary.txt")'
  log << "five";
  // CHECK: [[#@LINE-1]]: blocks std::basic_ofstream (std-streams) on 'log'
  static_cast<std::ostream &>(out) << "six";
  // CHECK: [[#@LINE-1]]: blocks std::basic_ofstream (std-streams) on 'out'
}

void input_bad(std::string &line, std::fstream *both) {
  std::ifstream in;
  in.open("in.txt");
  // CHECK: [[#@LINE-1]]: blocks std::basic_ifstream (std-streams) on 'in'
  int number;
  in >> number >> std::ws;
  // CHECK: [[#@LINE-1]]: blocks std::basic_ifstream (std-streams) on 'in'
  while (std::getline(in, line))
    // CHECK: [[#@LINE-1]]: blocks std::basic_ifstream (std-streams) on 'in'
    ;
  both->read(line.data(), 1);
  // CHECK: [[#@LINE-1]]: blocks std::basic_fstream (std-streams) on 'both'
  both->seekg(0);
  // CHECK: [[#@LINE-1]]: blocks std::basic_fstream (std-streams) on 'both'
}

void terminal_bad(std::string &line) {
  std::getline(std::cin, line);
  // CHECK: [[#@LINE-1]]: blocks std::cin (std-input) on 'std::cin'
  std::cin >> line;
  // CHECK: [[#@LINE-1]]: blocks std::cin (std-input) on 'std::cin'
}

void files_ok(std::ofstream &out) {
  std::ofstream unopened;
  unopened.is_open();
  out.good();
  out.rdstate();
  out.width(8);
  out.setstate(std::ios::failbit);
  std::ofstream moved(std::move(out));
}

void memory_ok(std::string &line, std::ostream &any, const User &user) {
  std::ostringstream out("text");
  out << "one" << user << std::endl;
  out.write("two", 3).flush();
  std::istringstream in(line);
  in >> line;
  std::getline(in, line);
  std::stringstream both;
  both << 1;
  any << user;
}
