// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sw/support/files.h"

namespace mxgen::tensor {

InputFile::InputFile(const std::filesystem::path& path)
    : path_(path), file_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
    check_regular(path);
    struct stat status {};
    if (!file_.is_open() || fstat(file_.get(), &status) != 0)
        refuse_file(path, std::string("cannot be read: ") + std::strerror(errno));
    if (!S_ISREG(status.st_mode)) refuse_file(path, "became another while it was opened");
    size_ = static_cast<std::size_t>(status.st_size);
}

std::vector<std::byte> InputFile::read(std::size_t offset, std::size_t length) const {
    std::vector<std::byte> bytes(length);
    for (std::size_t done = 0; done < length;) {
        const auto count = pread(file_.get(), bytes.data() + done, length - done,
                                 static_cast<off_t>(offset + done));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) refuse_file(path_, std::string("cannot be read: ") + std::strerror(errno));
        if (count == 0) refuse_file(path_, "became shorter while it was read");
        done += static_cast<std::size_t>(count);
    }
    return bytes;
}

}  // namespace mxgen::tensor
