#ifndef VIDEO_SERVICE_JSON_HPP
#define VIDEO_SERVICE_JSON_HPP

#include <string>

namespace video_service
{

/// \p text as a JSON string, with its quotes.
inline std::string quoted(const std::string& text)
{
  std::string result = "\"";
  for (const char c : text)
  {
    if (c == '"' || c == '\\')
      result += '\\';
    result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return result + '"';
}

} // namespace video_service

#endif // VIDEO_SERVICE_JSON_HPP
