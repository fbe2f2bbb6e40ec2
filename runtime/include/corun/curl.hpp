#pragma once

#include <corun/error.hpp>
#include <corun/task.hpp>

#include <curl/curl.h>

/// libcurl without blocking: transfers of easy handles on curl's multi-socket
/// interface, its sockets and timeouts watched by the caller's own executor.
///
/// Link `corun::curl`.
namespace corun::curl {

/// The counterpart of `curl_easy_perform`: runs the transfer that `handle` is
/// set up for, with all of its options, and gives the same `CURLcode`.
///
/// The handle's callbacks run on the awaiting coroutine's executor and must not
/// throw. `handle` and what its options point to must stay until completion.
/// Connections are kept and reused by later transfers of this handle and of
/// others.
///
/// Errors: of the transfer as a `CURLcode`. `errc::invalid_argument` for a null
/// handle; `errc::busy` if the handle is already under way here or in another
/// multi handle.
///
/// Cancellation (any type): the transfer is taken out, its connection
/// closed if it was in mid-transfer, and the task throws `operation_aborted`;
/// the handle can be used again. Timeouts are curl's own
/// (`CURLOPT_TIMEOUT_MS`).
///
/// Thread safety: may be called from any executor; one task for each handle at
/// a time.
///
/// \code
/// CURL *handle = curl_easy_init();
/// curl_easy_setopt(handle, CURLOPT_URL, "http://localhost/");
/// const CURLcode done = co_await corun::curl::perform(handle);
/// if (done != CURLE_OK)
///   std::cerr << curl_easy_strerror(done) << '\n';
/// curl_easy_cleanup(handle);
/// \endcode
task<CURLcode> perform(CURL *handle);

} // namespace corun::curl
