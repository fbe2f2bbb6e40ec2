#include "driver/precompiled/HeaderGroups.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>

namespace cotidy::driver {
namespace {

using Names = std::vector<std::string>;

/// To write what was parsed, and to read it for each unit, must pay as well.
/// `<string>` and what it includes have about a megabyte.
constexpr uint64_t LeastGain = 4 << 20;

/// So many headers are tried in pairs: those that weigh most in all units.
constexpr size_t MaxSeeds = 24;

class Grouping {
public:
  Grouping(llvm::ArrayRef<Names> Units, WeighFn WeighIt)
      : Units(Units), WeighIt(WeighIt) {}

  std::vector<HeaderGroup> run() {
    std::vector<size_t> Left(Units.size());
    for (size_t I = 0; I < Left.size(); ++I)
      Left[I] = I;
    while (auto Best = bestOf(Left, 0)) {
      std::erase_if(
          Left, [&](size_t U) { return llvm::binary_search(Best->Units, U); });
      refine(std::move(*Best));
    }
    return std::move(Groups);
  }

private:
  uint64_t weigh(const Names &Headers) {
    auto [It, New] = Weights.try_emplace(Headers);
    if (New)
      It->second = WeighIt(Headers);
    return It->second;
  }

  /// The units of \p Among that have all of \p Seed, and all that they have in
  /// common.
  HeaderGroup closure(llvm::ArrayRef<size_t> Among, const Names &Seed) {
    HeaderGroup G;
    for (size_t U : Among) {
      if (!std::includes(Units[U].begin(), Units[U].end(), Seed.begin(),
                         Seed.end()))
        continue;
      if (G.Units.empty()) {
        G.Headers = Units[U];
      } else {
        Names Common;
        std::ranges::set_intersection(G.Headers, Units[U],
                                      std::back_inserter(Common));
        G.Headers = std::move(Common);
      }
      G.Units.push_back(U);
    }
    return G;
  }

  /// The group of some of \p Among that saves most, where they have headers of
  /// weight \p Had parsed for them already.
  std::optional<HeaderGroup> bestOf(llvm::ArrayRef<size_t> Among,
                                    uint64_t Had) {
    std::map<std::string, size_t> Uses;
    for (size_t U : Among)
      for (const std::string &Header : Units[U])
        ++Uses[Header];
    std::vector<std::pair<uint64_t, std::string>> Ranked;
    for (const auto &[Header, Count] : Uses)
      if (Count > 1)
        Ranked.push_back({Count * weigh({Header}), Header});
    llvm::sort(Ranked, std::greater<>());
    if (Ranked.size() > MaxSeeds)
      Ranked.resize(MaxSeeds);
    std::set<Names> Seeds = {{}};
    for (const auto &A : Ranked)
      for (const auto &B : Ranked)
        Seeds.insert(A.second < B.second ? Names{A.second, B.second}
                                         : Names{A.second});
    std::optional<HeaderGroup> Best;
    int64_t Most = LeastGain;
    for (const Names &Seed : Seeds) {
      HeaderGroup G = closure(Among, Seed);
      if (G.Units.size() < 2)
        continue;
      int64_t Weight = weigh(G.Headers);
      int64_t Gain = int64_t(G.Units.size()) * (Weight - int64_t(Had)) - Weight;
      if (Gain <= Most)
        continue;
      Most = Gain;
      Best = std::move(G);
    }
    return Best;
  }

  /// Takes from \p G those for which a group of their own, with more headers,
  /// pays, as often as that is so.
  void refine(HeaderGroup G) {
    uint64_t Had = weigh(G.Headers);
    while (auto Inner = bestOf(G.Units, Had)) {
      if (Inner->Units.size() == G.Units.size())
        break;
      std::erase_if(G.Units, [&](size_t U) {
        return llvm::binary_search(Inner->Units, U);
      });
      refine(std::move(*Inner));
    }
    if (G.Units.size() > 1)
      Groups.push_back(std::move(G));
  }

  llvm::ArrayRef<Names> Units;
  WeighFn WeighIt;
  std::map<Names, uint64_t> Weights;
  std::vector<HeaderGroup> Groups;
};

} // namespace

std::vector<HeaderGroup>
groupByHeaders(llvm::ArrayRef<std::vector<std::string>> Units, WeighFn Weigh) {
  return Grouping(Units, Weigh).run();
}

} // namespace cotidy::driver
