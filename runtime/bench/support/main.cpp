// Runs the forms of each theme in turn, so that a slow moment of the machine
// hits both, and prints one table of their medians.
#include "bench.hpp"

#include <cstdio>
#include <map>
#include <regex>
#include <utility>

namespace {

class collector : public benchmark::BenchmarkReporter {
public:
  bool ReportContext(const Context &) override { return true; }

  void ReportRuns(const std::vector<Run> &runs) override {
    for (const Run &run : runs) {
      if (run.error_occurred) {
        std::fprintf(stderr, "%s: %s\n", run.benchmark_name().c_str(),
                     run.error_message.c_str());
        failed = true;
        continue;
      }
      if (run.run_type != Run::RT_Iteration)
        continue;
      const std::string &name = run.run_name.function_name;
      const auto items = run.counters.find("items_per_second");
      forms[name.substr(name.rfind('/') + 1)].push_back(
          items != run.counters.end()
              ? 1e9 / items->second
              : 1e9 * run.real_accumulated_time / run.iterations);
    }
  }

  /// Nanoseconds for each operation.
  std::map<std::string, std::vector<double>> forms;
  bool failed = false;
};

double median(std::vector<double> values) {
  const auto middle =
      values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

void print_row(const std::string &theme, collector &from) {
  const double plain = median(from.forms["plain"]);
  const double ours = median(from.forms["corun"]);
  const bool tool = theme.starts_with("watching");
  std::printf("%-36s %11.1f %11.1f %12.0f %7.2f%s\n", theme.c_str(), plain,
              ours, 1e9 / ours, ours / plain,
              ours > 1.1 * plain && !tool ? "  over 1.10" : "");
  std::fflush(stdout);
}

/// Whether each of \p themes has run in both forms.
bool run_all(const std::vector<std::string> &themes,
             const std::string &filter) {
  const std::regex wanted(filter);
  bool good = true, titled = false;
  for (const std::string &theme : themes) {
    if (!std::regex_search(theme, wanted))
      continue;
    if (!std::exchange(titled, true))
      std::printf("%-36s %11s %11s %12s %7s\n", "", "plain, ns", "corun, ns",
                  "corun, 1/s", "ratio");
    collector results;
    benchmark::RunSpecifiedBenchmarks(&results, "^" + theme + "/");
    good = good && !results.failed && results.forms.size() == 2;
    if (results.forms.size() == 2)
      print_row(theme, results);
  }
  return good;
}

} // namespace

int main(int argc, char **argv) {
  std::vector<char *> arguments(argv, argv + argc);
  // What the command line says comes later, and wins.
  std::string interleave = "--benchmark_enable_random_interleaving=true";
  std::string repeat = "--benchmark_repetitions=9";
  std::string time = "--benchmark_min_time=0.05";
  arguments.insert(arguments.begin() + 1,
                   {interleave.data(), repeat.data(), time.data()});
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data()))
    return 2;
  auto filter = benchmark::GetBenchmarkFilter();
  if (filter == "all")
    filter.clear();
  const bool good = run_all(corun::bench::themes(), filter);
  if (std::regex_search("latency", std::regex(filter)))
    corun::bench::measure_latency();
  return good ? 0 : 1;
}
