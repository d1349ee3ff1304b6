// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/export.h"

#include <fmt/format.h>

#include "sw/support/files.h"
#include "sw/support/names.h"
#include "sw/sweep/command_line.h"
#include "sw/sweep/phases.h"
#include "sw/sweep/task_need.h"

namespace mxgen::sweep {

namespace fs = std::filesystem;

namespace {

/// The text in a command of Ninja, where $ begins names.
std::string for_ninja(const std::string& text) {
    std::string out;
    for (const char c : text) out += c == '$' ? std::string("$$") : std::string(1, c);
    return out;
}

/// The text as a literal of Python, in a command of Snakemake, where {} are names.
std::string for_snakemake(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '{' || c == '}') out += c;
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return "\"" + out + "\"";
}

/// A sweep as commands for a shell.
class ExportedSweep {
  public:
    ExportedSweep(const Space& space, const SweepRequest& request)
        : space_(space),
          request_(request),
          command_(sweep_command(space, request)),
          kinds_(kinds_of(space, request)),
          points_(points_of(space, request).points) {}

    std::string ninja() const {
        std::string text =
            "# ninja -C DIR; ninja -C DIR -k 0 goes on after failures\nrule point\n"
            "  command = $run && touch $out\n"
            "rule gather\n  command = $run\n  pool = console\n\n";
        std::string all;
        for (const SweepPoint& point : points_) {
            text += fmt::format("build points/{0}.done: point\n  run = {1}\n", point.name,
                                for_ninja(of_point(point)));
            all += fmt::format(" points/{}.done", point.name);
        }
        return text + fmt::format(
                          "build results/results.json: gather{}\n  run = {}\n"
                          "default results/results.json\n",
                          all, for_ninja(gathering()));
    }

    std::string snakemake() const {
        std::string text =
            "# snakemake --directory DIR --snakefile DIR/Snakefile --cores N\nrule gather:\n"
            "    input:\n";
        for (const SweepPoint& point : points_)
            text += fmt::format("        \"points/{}.done\",\n", point.name);
        text += fmt::format("    output: \"results/results.json\"\n    shell: {}\n",
                            for_snakemake(gathering()));
        for (const SweepPoint& point : points_)
            text += fmt::format(
                "\nrule {0}:\n    output: touch(\"points/{0}.done\")\n    resources: mem_mb={1}\n"
                "    shell: {2}\n",
                point.name, memory_mb(point), for_snakemake(of_point(point)));
        return text;
    }

  private:
    std::string of_point(const SweepPoint& point) const {
        const SweepRequest one{
            .directory = {}, .only = point.name, .estimates_only = request_.estimates_only};
        return fmt::format("{}{} -o {} --quiet --jobs 1", command_, choices_of(one),
                           shell_word("points/" + point.name));
    }

    std::string gathering() const {
        return fmt::format("{}{} -o results", command_, choices_of(request_));
    }

    std::uint64_t memory_mb(const SweepPoint& point) const {
        const Config config = config_at(space_, point.index);
        std::uint64_t most = need_of(task_kind("estimate"), config).memory_mb;
        for (const TaskKind* kind : kinds_) most = std::max(most, need_of(*kind, config).memory_mb);
        return most;
    }

    const Space& space_;
    const SweepRequest& request_;
    std::string command_;
    std::vector<const TaskKind*> kinds_;
    std::vector<SweepPoint> points_;
};

}  // namespace

void export_sweep(const Space& space, const SweepRequest& request) {
    const ExportedSweep exported(space, request);
    std::error_code error;
    fs::create_directories(request.directory / "points", error);
    if (error) refuse_write(request.directory, error);
    write_files({{request.directory / "build.ninja", exported.ninja()},
                 {request.directory / "Snakefile", exported.snakemake()}});
}

}  // namespace mxgen::sweep
