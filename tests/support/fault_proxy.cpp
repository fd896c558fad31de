// The fault proxy as a program: fault_proxy HOST PORT says its own address on its first line, then
// answers each line of
//
//     arm KIND AT DELAY      KIND as below, DELAY in milliseconds
//     disarm
//
// with one line: "armed", or "REQUESTS ANSWERS STRUCK" since it was armed. Ends with its input.
#include "support/fault_proxy.h"

#include <iostream>
#include <map>
#include <sstream>

int main(int argc, char** argv) {
    using Kind = support::FaultProxy::Kind;
    const std::map<std::string, Kind> kinds{
        {"none", Kind::none},
        {"late_answer", Kind::late_answer},
        {"no_answer", Kind::no_answer},
        {"doubled_answer", Kind::doubled_answer},
        {"cut_after", Kind::cut_after},
        {"cut_before", Kind::cut_before},
        {"late_request", Kind::late_request},
    };
    if (argc != 3) {
        std::cerr << "usage: fault_proxy HOST PORT\n";
        return 2;
    }
    support::FaultProxy proxy(argv[1], argv[2]);
    std::cout << proxy.address() << std::endl;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::string verb;
        std::string kind;
        int at = 0;
        int delay = 0;
        words >> verb;
        if (verb == "disarm") {
            const auto seen = proxy.disarm();
            std::cout << seen.requests << ' ' << seen.answers << ' ' << seen.struck << std::endl;
        } else if (verb == "arm" && words >> kind >> at >> delay && kinds.count(kind) != 0) {
            proxy.arm({kinds.at(kind), at, std::chrono::milliseconds(delay)});
            std::cout << "armed" << std::endl;
        } else {
            std::cerr << "no such request: " << line << '\n';
            return 2;
        }
    }
    return 0;
}
