// Runs the benchmarks interleaved, so that a slow moment of the machine hits
// both forms, and prints for each theme the medians and their ratio.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace {

class ratio_reporter : public benchmark::BenchmarkReporter {
public:
  bool ReportContext(const Context &) override { return true; }

  void ReportRuns(const std::vector<Run> &runs) override {
    for (const Run &run : runs) {
      if (run.error_occurred) {
        std::fprintf(stderr, "%s: %s\n", run.benchmark_name().c_str(),
                     run.error_message.c_str());
        failed_ = true;
        continue;
      }
      if (run.run_type != Run::RT_Iteration)
        continue;
      const std::string name = run.run_name.function_name;
      const auto slash = name.rfind('/');
      const std::string theme = name.substr(0, slash);
      if (!themes_.contains(theme))
        order_.push_back(theme);
      const auto items = run.counters.find("items_per_second");
      const double per_item =
          items != run.counters.end()
              ? 1e9 / items->second
              : 1e9 * run.real_accumulated_time / run.iterations;
      themes_[theme][name.substr(slash + 1)].push_back(per_item);
    }
  }

  void Finalize() override {
    for (const std::string &theme : order_) {
      const auto &forms = themes_[theme];
      // What has no counterpart prints its own figures.
      if (!forms.contains("plain") || !forms.contains("corun"))
        continue;
      const double plain = median(forms.at("plain"));
      const double ours = median(forms.at("corun"));
      std::printf("%-28s plain %10.1f ns   corun %10.1f ns   ratio %5.2f%s\n",
                  theme.c_str(), plain, ours, ours / plain,
                  ours > 1.1 * plain ? "  over 1.10" : "");
    }
  }

  bool failed() const { return failed_; }

private:
  static double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + values.size() / 2,
                     values.end());
    return values[values.size() / 2];
  }

  std::vector<std::string> order_;
  std::map<std::string, std::map<std::string, std::vector<double>>> themes_;
  bool failed_ = false;
};

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
  ratio_reporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return reporter.failed() ? 1 : 0;
}
