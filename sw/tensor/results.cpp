// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/results.h"

#include <cmath>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/tensor/npy.h"
#include "sw/tensor/statistics.h"
#include "sw/tensor/theory.h"

namespace mxgen::tensor {

Json json_number(double x) {
    if (std::isfinite(x)) return x;
    return nullptr;
}

Json statistics_json(const Tensor& x, const Quantized& q, const Tensor& back, bool theory) {
    const Statistics s = statistics(x, q, back);
    Json json{{"format", q.format.name},
              {"shape", x.shape},
              {"elements", s.elements},
              {"nonfinite", s.nonfinite},
              {"qsnr_db", json_number(s.qsnr_db)},
              {"mse", s.mse},
              {"max_error", s.max_error},
              {"crest_factor", s.crest_factor},
              {"clipped", s.clipped},
              {"flushed", s.flushed},
              {"invalid", q.invalid}};
    if (q.format.tensor_scale || q.format.tensor_exponent)
        json["tensor_scale"] = json_number(q.tensor_scale);
    if (!theory) return json;
    const auto expected = theoretical_qsnr_db(q.format, s.crest_factor);
    json["theory_qsnr_db"] = expected ? json_number(*expected) : Json(nullptr);
    return json;
}

TypedArray scale_array(const Quantized& q) {
    const Format& scale = *q.format.scale;
    if (scale.bits <= 8) return from_codes(q.scale_shape, q.scales, scale.bits);
    std::vector<float> numbers;
    for (const std::uint32_t code : q.scales)
        numbers.push_back(static_cast<float>(to_double(model::decode(scale, code).number)));
    return from_floats(q.scale_shape, numbers);
}

void write_results(const std::filesystem::path& folder, const Quantized& q, const Tensor& back,
                   const Json& json) {
    std::filesystem::create_directories(folder);
    write_npy(folder / "codes.npy", from_codes(q.shape, q.codes, q.format.element.bits));
    if (q.format.scale) write_npy(folder / "scales.npy", scale_array(q));
    write_npy(folder / "dequantized.npy", from_floats(back.shape, back.data));
    write_file(folder / "stats.json", to_text(json));
}

}  // namespace mxgen::tensor
