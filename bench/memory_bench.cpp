// What a pair of established contexts takes of memory, against MIT's own: the growth of the
// resident set over so many pairs, each measured in a process of its own.
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "mit_peer.h"
#include "own_peer.h"

namespace {

using namespace mutauth::bench;

/// After some, so that what is made once is not counted.
constexpr int kBefore = 100;

long resident_bytes() {
    long pages = 0;
    long resident = 0;
    std::ifstream("/proc/self/statm") >> pages >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

template <typename Pair, typename Establish>
double bytes_per_pair(int count, Establish establish_one) {
    std::vector<std::unique_ptr<Pair>> pairs;
    pairs.reserve(static_cast<std::size_t>(kBefore + count));
    const auto add = [&] {
        pairs.push_back(std::make_unique<Pair>());
        establish_one(*pairs.back());
    };
    for (int i = 0; i < kBefore; ++i) {
        add();
    }
    const long before = resident_bytes();
    for (int i = 0; i < count; ++i) {
        add();
    }
    return static_cast<double>(resident_bytes() - before) / count;
}

/// A message each way, so that the keys are derived on both sides.
void use(const OwnPair& pair) {
    std::vector<char> sealed(mutauth_context_sealed_size(pair.client, 1));
    std::vector<char> opened(sealed.size());
    for (const auto& [from, to] :
         {std::pair(pair.client, pair.service), std::pair(pair.service, pair.client)}) {
        size_t size = 0;
        require(mutauth_context_seal(from, "m", 1, sealed.data(), sealed.size(), &size) == 0);
        require(mutauth_context_open(to, sealed.data(), size, opened.data(), opened.size(),
                                     &size) == 0);
    }
}

void use(const MitPair& pair) {
    for (const auto& [from, to] :
         {std::pair(pair.client, pair.service), std::pair(pair.service, pair.client)}) {
        OM_uint32 minor = 0;
        char text[] = "m";
        gss_buffer_desc in{1, text};
        gss_buffer_desc sealed = GSS_C_EMPTY_BUFFER;
        gss_buffer_desc opened = GSS_C_EMPTY_BUFFER;
        require(::gss_wrap(&minor, from, 1, GSS_C_QOP_DEFAULT, &in, nullptr, &sealed) == 0);
        require(::gss_unwrap(&minor, to, &sealed, &opened, nullptr, nullptr) == 0);
        ::gss_release_buffer(&minor, &sealed);
        ::gss_release_buffer(&minor, &opened);
    }
}

double measured(const std::string& who, int count, bool used) {
    if (who == "own") {
        const OwnSides sides;
        return bytes_per_pair<OwnPair>(count, [&](OwnPair& pair) {
            establish(pair, sides);
            if (used) {
                use(pair);
            }
        });
    }
    set_up_defaults();
    const gss_name_t name = host_name();
    return bytes_per_pair<MitPair>(count, [&](MitPair& pair) {
        establish(pair, name);
        if (used) {
            use(pair);
        }
    });
}

double in_a_process(const std::string& who, int count, bool used) {
    const std::string command =
        fmt::format("/proc/{}/exe {} {} {}", ::getpid(), who, count, used ? "used" : "fresh");
    FILE* output = ::popen(command.c_str(), "r");
    require(output != nullptr);
    double bytes = 0;
    require(std::fscanf(output, "%lf", &bytes) == 1);
    require(::pclose(output) == 0);
    return bytes;
}

void compare(int count, bool used) {
    const double ours = in_a_process("own", count, used);
    const double theirs = in_a_process("mit", count, used);
    const double ratio = theirs / ours;
    fmt::print(R"({{"name": "{} pairs{}: {:.1f} KiB each", "against": "MIT: {:.1f} KiB each", )"
               R"("ratio": {:.4f}, "min": {:.4f}, "max": {:.4f}, "bytes": {:.0f}, )"
               R"("against_bytes": {:.0f}}})"
               "\n",
               count, used ? ", used" : "", ours / 1024, theirs / 1024, ratio, ratio, ratio, ours,
               theirs);
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 4) {
        fmt::print("{}\n",
                   measured(argv[1], std::stoi(argv[2]), std::strcmp(argv[3], "used") == 0));
        return 0;
    }
    for (const int count : {1000, 5000, 10000}) {
        compare(count, false);
    }
    compare(10000, true);
}
