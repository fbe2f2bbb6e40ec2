#pragma once

#include <corun/error.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace corun::detail {

// Values as bytes for another process of the same program: no format for disks
// or networks.

template <class T> struct is_vector : std::false_type {};
template <class T> struct is_vector<std::vector<T>> : std::true_type {};

template <class T> void wire_put(std::string &out, const T &value) {
  if constexpr (std::is_same_v<T, std::string>) {
    wire_put(out, std::uint64_t{value.size()});
    out += value;
  } else if constexpr (is_vector<T>::value) {
    wire_put(out, std::uint64_t{value.size()});
    for (const auto &each : value)
      wire_put(out, static_cast<const typename T::value_type &>(each));
  } else {
    static_assert(std::is_trivially_copyable_v<T> && !std::is_pointer_v<T>,
                  "to_process takes trivially copyable types, std::string and "
                  "std::vector of these");
    out.append(reinterpret_cast<const char *>(&value), sizeof value);
  }
}

class wire_reader {
public:
  explicit wire_reader(std::string_view bytes) : left_(bytes) {}

  template <class T> T get() {
    if constexpr (std::is_same_v<T, std::string>) {
      return std::string(take(get<std::uint64_t>()));
    } else if constexpr (is_vector<T>::value) {
      T all;
      for (auto n = get<std::uint64_t>(); n > 0; --n)
        all.push_back(get<typename T::value_type>());
      return all;
    } else {
      static_assert(std::is_trivially_copyable_v<T> && !std::is_pointer_v<T>);
      T value;
      std::memcpy(&value, take(sizeof value).data(), sizeof value);
      return value;
    }
  }

private:
  std::string_view take(std::uint64_t bytes) {
    if (bytes > left_.size())
      throw_error(errc::protocol_error, "corun::to_process: bytes are missing");
    const auto taken = left_.substr(0, bytes);
    left_.remove_prefix(bytes);
    return taken;
  }

  std::string_view left_;
};

} // namespace corun::detail
