// Runs the realm's own tools: kadmin.local, ldapmodify, kinit.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>

namespace support {

struct Ran {
    int code = -1;
    std::string output;
};

/// By the shell, with both outputs joined.
inline Ran run(const std::string& command) {
    Ran ran;
    FILE* pipe = ::popen(("{ " + command + "\n} 2>&1").c_str(), "re");
    if (pipe == nullptr) {
        return ran;
    }
    std::array<char, 4096> bytes{};
    for (size_t got = 0; (got = std::fread(bytes.data(), 1, bytes.size(), pipe)) > 0;) {
        ran.output.append(bytes.data(), got);
    }
    const int status = ::pclose(pipe);
    ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ran;
}

/// kadmin.local ends with 0 whatever happened, so its words are looked at too.
inline void must_run(const std::string& command) {
    const Ran ran = run(command);
    EXPECT_EQ(ran.code, 0) << command << '\n' << ran.output;
    EXPECT_EQ(ran.output.find(" while "), std::string::npos) << command << '\n' << ran.output;
}

inline void kadmin(const std::string& request) {
    must_run("kadmin.local -q '" + request + "'");
}

}  // namespace support
