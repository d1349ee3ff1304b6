// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <random>
#include <sstream>
#include <thread>

#include "sw/support/process.h"
#include "sw/support/spawn.h"
#include "tests/support/tools.h"

namespace mxgen::test {

/// Whether a cluster can be had here: SLURM is installed, and this is root, as its daemons must be.
/// Says so where it is not.
inline bool has_slurm() {
    if (geteuid() != 0) {
        std::cout << "SKIPPED: not root\n";
        return false;
    }
    return has({"munged", "slurmctld", "slurmd", "sbatch", "squeue"});
}

/// SLURM on this host alone, while it lives: a controller and two nodes of a core each, n1 and n2,
/// with a key, ports and folders of their own. Its daemons end with it, or with this process.
class SlurmCluster {
  public:
    explicit SlurmCluster(const std::filesystem::path& folder, std::size_t largest_array = 1001)
        : folder_(folder) {
        for (const char* name : {"state", "spool-n1", "spool-n2"})
            std::filesystem::create_directories(folder_ / name);
        std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
        write_key();
        std::ofstream(conf()) << configuration(largest_array);
        setenv("SLURM_CONF", conf().c_str(), 1);
        start("munged", {"munged", "--foreground", "--force", "--num-threads=2",
                         "--key-file=" + in("munge.key"), "--socket=" + in("munge.socket"),
                         "--pid-file=" + in("munge.pid"), "--log-file=" + in("munge.log"),
                         "--seed-file=" + in("munge.seed")});
        await([&] { return std::filesystem::exists(folder_ / "munge.socket"); });
        start("slurmctld", {"slurmctld", "-D", "-f", conf()});
        start_node("n1");
        start_node("n2");
        await([&] { return nodes_in("idle") == 2; });
    }
    ~SlurmCluster() {
        run_process({"scancel", "--user=root"});
        await([] { return run_process({"squeue", "--noheader"}).output.empty(); });
        for (auto& [name, pid] : daemons_) stop(pid, SIGTERM);
        unsetenv("SLURM_CONF");
    }
    SlurmCluster(const SlurmCluster&) = delete;
    SlurmCluster& operator=(const SlurmCluster&) = delete;

    void start_node(const std::string& name) {
        start(name, {"slurmd", "-D", "-N", name, "-f", conf()});
    }

    /// A node loses its power: its daemon and everything that ran there are gone at once. Returns
    /// how many processes of jobs that were, when the controller has noticed.
    std::size_t kill_node(const std::string& name) {
        stop(daemons_.at(name), SIGKILL);
        std::size_t count = 0;
        for (const pid_t pid : processes_of(name)) {
            const pid_t keeper = parent_of(pid);
            if (name_of(keeper) == "slurmstepd") kill(keeper, SIGKILL);
            count += kill(pid, SIGKILL) == 0;
        }
        await([] { return nodes_in("down*") == 1; });
        return count;
    }

    /// Processes of jobs on a node.
    std::vector<pid_t> processes_of(const std::string& node) const {
        std::vector<pid_t> found;
        for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
            std::ifstream file(entry.path() / "environ", std::ios::binary);
            const std::string text{std::istreambuf_iterator<char>(file), {}};
            const auto has = [&](const std::string& variable) {
                return (std::string(1, '\0') + text).find('\0' + variable + '\0') != text.npos;
            };
            if (has("SLURMD_NODENAME=" + node) && has("SLURM_CONF=" + conf()))
                found.push_back(std::stoi(entry.path().filename()));
        }
        return found;
    }

    /// Waits up to a minute.
    static bool await(const std::function<bool()>& is_so) {
        for (int i = 0; i < 1200; ++i) {
            if (is_so()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return false;
    }

  private:
    std::string in(const char* name) const { return (folder_ / name).string(); }
    std::string conf() const { return in("slurm.conf"); }

    void write_key() const {
        std::random_device random;
        std::ofstream key(folder_ / "munge.key", std::ios::binary);
        for (int i = 0; i < 1024; ++i) key.put(static_cast<char>(random()));
        key.close();
        std::filesystem::permissions(folder_ / "munge.key", std::filesystem::perms::owner_read);
    }

    /// Ports that were free together a moment ago.
    static std::vector<int> free_ports(std::size_t count) {
        std::vector<Descriptor> sockets;
        std::vector<int> ports;
        for (std::size_t i = 0; i < count; ++i) {
            sockets.emplace_back(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
            sockaddr_in address{};
            address.sin_family = AF_INET;
            socklen_t size = sizeof address;
            bind(sockets.back().get(), reinterpret_cast<sockaddr*>(&address), size);
            getsockname(sockets.back().get(), reinterpret_cast<sockaddr*>(&address), &size);
            ports.push_back(ntohs(address.sin_port));
        }
        return ports;
    }

    std::string configuration(std::size_t largest_array) const {
        char host[256] = {};
        gethostname(host, sizeof host - 1);
        const std::string name = std::string(host).substr(0, std::string(host).find('.'));
        const auto ports = free_ports(3);
        return fmt::format(
            "ClusterName=test\nSlurmctldHost={name}(127.0.0.1)\nSlurmUser=root\nSlurmdUser=root\n"
            "AuthType=auth/munge\nCryptoType=crypto/munge\n"
            "AuthInfo=socket={folder}/munge.socket,cred_expire=5\n"
            "SlurmctldPort={controller}\nStateSaveLocation={folder}/state\n"
            "SlurmdSpoolDir={folder}/spool-%n\nSlurmctldPidFile={folder}/slurmctld.pid\n"
            "SlurmdPidFile={folder}/slurmd-%n.pid\nSlurmctldLogFile={folder}/slurmctld.log\n"
            "SlurmdLogFile={folder}/slurmd-%n.log\nProctrackType=proctrack/pgid\n"
            "TaskPlugin=task/none\nSelectType=select/cons_tres\nSelectTypeParameters=CR_Core\n"
            "JobAcctGatherType=jobacct_gather/none\n"
            "AccountingStorageType=accounting_storage/none\nReturnToService=2\nMpiDefault=none\n"
            "MailProg=/bin/true\nSchedulerParameters=sched_interval=1\nMaxArraySize={largest}\n"
            "SlurmdTimeout=5\nBatchStartTimeout=2\n"
            "NodeName=n1 NodeHostname={name} NodeAddr=127.0.0.1 Port={first} CPUs=1 "
            "RealMemory=4000\n"
            "NodeName=n2 NodeHostname={name} NodeAddr=127.0.0.1 Port={second} CPUs=1 "
            "RealMemory=4000\n"
            "PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP\n",
            fmt::arg("name", name), fmt::arg("folder", folder_.string()),
            fmt::arg("largest", largest_array), fmt::arg("controller", ports[0]),
            fmt::arg("first", ports[1]), fmt::arg("second", ports[2]));
    }

    void start(const std::string& name, const std::vector<std::string>& argv) {
        std::vector<char*> words;
        for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
        words.push_back(nullptr);
        const pid_t parent = getpid();
        const pid_t pid = fork();
        if (pid == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (getppid() != parent) _exit(127);
            const int sink = open("/dev/null", O_RDWR);
            dup2(sink, 0), dup2(sink, 1), dup2(sink, 2);
            execvp(words[0], words.data());
            _exit(127);
        }
        daemons_[name] = pid;
    }

    static void stop(pid_t& pid, int signal) {
        if (pid <= 0) return;
        kill(pid, signal);
        for (int i = 0; i < 500 && waitpid(pid, nullptr, WNOHANG) == 0; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        if (kill(pid, SIGKILL) == 0) waitpid(pid, nullptr, 0);
        pid = 0;
    }

    static std::size_t nodes_in(const std::string& state) {
        const auto result =
            run_process({"sinfo", "--noheader", "--Node", "--format=%T"}, {.merges = false});
        std::istringstream words(result.output);
        return static_cast<std::size_t>(
            std::count(std::istream_iterator<std::string>(words), {}, state));
    }

    static std::string name_of(pid_t pid) {
        std::string name;
        std::getline(std::ifstream(fmt::format("/proc/{}/comm", pid)), name);
        return name;
    }

    static pid_t parent_of(pid_t pid) {
        std::ifstream file(fmt::format("/proc/{}/status", pid));
        for (std::string word; file >> word;)
            if (pid_t parent = 0; word == "PPid:" && file >> parent) return parent;
        return 0;
    }

    std::filesystem::path folder_;
    std::map<std::string, pid_t> daemons_;
};

}  // namespace mxgen::test
