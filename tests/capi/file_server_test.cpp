// The example of a file server, by as many threads and calls as show a leak if there is one.
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <examples/file_server/file_handler.hpp>

#include <thread>

#include "capi/acting.h"
#include "support/files.h"
#include "support/tcp.h"

namespace {

namespace auth = mutauth::v1;

constexpr int kThreads = 64;
constexpr int kCalls = 100'000;

struct Caller {
    std::string name;
    unsigned uid;
};

const std::array<Caller, 2>& callers() {
    static const std::array<Caller, 2> both{{{"alice", 47110}, {"bob", 47120}}};
    return both;
}

auth::UserMap users() {
    auth::UserMap map;
    for (const auto& [name, uid] : callers()) {
        map.add_user(realm::principal(name), auth::LocalUser(name, uid, uid + 1, {uid + 2}));
    }
    return map;
}

/// A folder in which each caller has a file that nobody else may read.
class Files {
  public:
    Files() {
        EXPECT_EQ(::chmod((folder_ / ".").c_str(), 0777), 0);
        for (const auto& [name, uid] : callers()) {
            support::write_file(folder_ / name, "of " + name);
            EXPECT_EQ(::chown((folder_ / name).c_str(), uid, uid + 1), 0);
            EXPECT_EQ(::chmod((folder_ / name).c_str(), 0600), 0);
        }
    }
    std::string path() const { return folder_ / "."; }
    unsigned owner(const std::string& name) const {
        struct stat found {};
        EXPECT_EQ(::stat((folder_ / name).c_str(), &found), 0) << name;
        return found.st_uid;
    }

  private:
    support::Folder folder_;
};

/// Both ends of one caller's connection.
struct Connection {
    explicit Connection(const Caller& who) : caller(who) {
        auto [client, service] = support::socket_pair();
        auto accepting = std::thread([&, socket = std::move(service)]() mutable {
            auth::Policy policy;
            policy.add_served_spn(auth::Spn::parse(realm::host_spn()));
            const auto keys = auth::Credential::from_keytab(realm::keytab("host1"));
            at_service.emplace(auth::Channel::open(auth::Socket(socket.release()),
                                                   auth::Negotiation::accept(keys, policy)));
        });
        const auto credential =
            auth::Credential::from_keytab(realm::keytab(who.name), realm::principal(who.name));
        at_client.emplace(auth::Channel::open(
            client.release(),
            auth::Negotiation::initiate(credential, auth::Spn::parse(realm::host_spn()))));
        accepting.join();
    }

    const Caller& caller;
    std::optional<auth::Channel> at_client;
    std::optional<auth::Channel> at_service;
};

/// The calling thread's effective and file-system ids and groups, past glibc.
bool is_root_again() {
    return ::syscall(SYS_geteuid) == 0 && ::setfsuid(static_cast<uid_t>(-1)) == 0 &&
           ::syscall(SYS_getegid) == 0 && ::setfsgid(static_cast<gid_t>(-1)) == 0 &&
           mutauth_impersonation_depth() == 0;
}

/// Serves its callers in turn, so that each call follows another caller's on the same thread.
void serve(std::vector<Connection>& connections, const FileHandler& handler, int& leaks) {
    for (;;) {
        for (auto& connection : connections) {
            const auto request = connection.at_service->receive();
            if (!request) {
                return;
            }
            auto& channel = *connection.at_service;
            channel.send(handler.answer(channel.identity(), request->view()));
            leaks += is_root_again() ? 0 : 1;
        }
    }
}

std::string line_of(const std::string& status, const std::string& name) {
    const auto from = status.find("\n" + name + ":");
    return from == std::string::npos
               ? ""
               : status.substr(from + 1, status.find('\n', from + 1) - from - 1);
}

class FileServer : public support::AsRoot {
  protected:
    static std::string ask(Connection& connection, const std::string& request) {
        connection.at_client->send(request);
        const auto answer = connection.at_client->receive();
        return answer ? answer->string() : "(the end)";
    }

    /// What the kernel said of the thread while it served this caller.
    static void expect_to_be(const Caller& caller, const std::string& status) {
        const std::string uid = std::to_string(caller.uid);
        const std::string gid = std::to_string(caller.uid + 1);
        EXPECT_EQ(line_of(status, "Uid"), "Uid:\t0\t" + uid + "\t0\t" + uid);
        EXPECT_EQ(line_of(status, "Gid"), "Gid:\t0\t" + gid + "\t0\t" + gid);
        EXPECT_EQ(line_of(status, "Groups"), "Groups:\t" + std::to_string(caller.uid + 2) + " ");
        EXPECT_EQ(line_of(status, "CapEff"), "CapEff:\t0000000000000000");
    }

    /// One call of each kind in turn.
    static void call(Connection& connection, int number, const std::string& made) {
        const Caller& caller = connection.caller;
        const Caller& other = callers()[caller.name == "alice" ? 1 : 0];
        switch (number % 4) {
            case 0:
                expect_to_be(caller, ask(connection, "?"));
                break;
            case 1:
                EXPECT_EQ(ask(connection, caller.name), "+of " + caller.name);
                break;
            case 2:
                EXPECT_EQ(ask(connection, other.name), "-Permission denied");
                break;
            default:
                EXPECT_EQ(ask(connection, "+" + made), number < 4 ? "+" : "-File exists");
        }
    }
};

TEST_F(FileServer, ServesEachCallerWithItsOwnRightsAlone) {
    const Files files;
    const FileHandler handler(files.path(), users());
    std::vector<std::vector<Connection>> connections(kThreads);
    for (auto& of_thread : connections) {
        of_thread.reserve(callers().size());
        for (const auto& caller : callers()) {
            of_thread.emplace_back(caller);
        }
    }
    std::vector<std::thread> threads;
    std::vector<int> leaks(kThreads);
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&, i] { serve(connections[i], handler, leaks[i]); });
        threads.emplace_back([&, i] {
            const int rounds = kCalls / kThreads / static_cast<int>(callers().size()) + 1;
            for (int round = 0; round < rounds && !HasFailure(); ++round) {
                for (auto& one : connections[i]) {
                    call(one, round, one.caller.name + "-" + std::to_string(i));
                }
            }
            connections[i].front().at_client->close();
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(leaks, std::vector<int>(kThreads));
    for (int i = 0; i < kThreads; ++i) {
        for (const auto& caller : callers()) {
            EXPECT_EQ(files.owner(caller.name + "-" + std::to_string(i)), caller.uid);
        }
    }
}

TEST_F(FileServer, ServesNobodyWhomItDoesNotKnow) {
    const Files files;
    const FileHandler handler(files.path(), auth::UserMap());
    std::vector<Connection> connections;
    connections.emplace_back(callers()[0]);
    int leaks = 0;
    std::thread serving([&] { serve(connections, handler, leaks); });
    EXPECT_EQ(ask(connections[0], "alice"), "-refused");
    connections[0].at_client->close();
    serving.join();
}

}  // namespace
