// SPDX-License-Identifier: Apache-2.0
#include "sw/layout/picture.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <iterator>
#include <set>
#include <vector>

#include "sw/support/error.h"

namespace mxgen::ppa {

namespace {

/// Told apart by people who see few colours, too (Okabe and Ito, 2008), then greys.
constexpr std::array part_colours{"#56b4e9", "#e69f00", "#009e73", "#cc79a7",
                                  "#f0e442", "#b0b0b0", "#808080"};
constexpr std::array layer_colours{"#1f3f9f", "#c02020", "#107010",
                                   "#7a3fa0", "#a06000", "#404040"};

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text)
        out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
    return out;
}

class Picture {
  public:
    Picture(const RoutedDesign& design, const CellShapes& shapes, const std::string& filler,
            const PictureTexts& texts)
        : design_(design), shapes_(shapes), filler_(filler), texts_(texts) {
        for (const PlacedCell& cell : design.cells)
            if (cell.type != filler) parts_.insert(part_of(cell));
    }

    std::string draw() {
        const int width = tenths(design_.die.x2) - tenths(design_.die.x1);
        const int height = tenths(design_.die.y2) - tenths(design_.die.y1);
        const int text = std::max(12, std::min(width, height) / 40);
        const auto rows = static_cast<int>(std::max(parts_.size(), shapes_.route_layers.size()));
        const int margin = text, legend = (rows + 3) * text * 3 / 2;
        out_ = fmt::format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" "
            "font-family=\"sans-serif\" font-size=\"{}\">\n<title>{}</title>\n"
            "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
            width + 2 * margin, height + legend + margin, text, escaped(texts_.title));
        captions(margin, text);
        fmt::format_to(to(), "<g transform=\"translate({} {}) scale(1 -1)\">\n",
                       margin - tenths(design_.die.x1), legend + tenths(design_.die.y2));
        fmt::format_to(to(),
                       "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"none\" "
                       "stroke=\"#000000\"/>\n",
                       tenths(design_.die.x1), tenths(design_.die.y1), width, height);
        cells();
        wires();
        return out_ + "</g>\n</svg>\n";
    }

  private:
    std::back_insert_iterator<std::string> to() { return std::back_inserter(out_); }

    int tenths(double units) const {
        return static_cast<int>(std::lround(10 * units / design_.units_per_um));
    }

    std::string part_of(const PlacedCell& cell) const {
        const auto part = texts_.parts.find(cell.name);
        return part == texts_.parts.end() ? "other" : part->second;
    }

    static const char* colour(const auto& colours, std::size_t place) {
        return colours[std::min(place, colours.size() - 1)];
    }

    void captions(int margin, int text) {
        const int line = text * 3 / 2;
        const auto caption = [&](int x, int row, const char* fill, const std::string& words) {
            const int y = (row + 2) * line + text;
            fmt::format_to(to(),
                           "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>"
                           "<text x=\"{}\" y=\"{}\">{}</text>\n",
                           x, y - text * 4 / 5, text, text * 4 / 5, fill, x + line, y,
                           escaped(words));
        };
        fmt::format_to(to(), "<text x=\"{}\" y=\"{}\">{}</text>\n", margin, line + text / 2,
                       escaped(texts_.title));
        int row = 0;
        for (const std::string& part : parts_) {
            caption(margin, row, colour(part_colours, static_cast<std::size_t>(row)), part);
            ++row;
        }
        for (std::size_t i = 0; i < shapes_.route_layers.size(); ++i)
            caption(margin + 14 * text, static_cast<int>(i), colour(layer_colours, i),
                    shapes_.route_layers[i]);
    }

    void cells() {
        std::size_t place = 0;
        for (const std::string& part : parts_) {
            out_ += fmt::format(
                "<path fill=\"{}\" fill-opacity=\"0.5\" stroke=\"#ffffff\" stroke-width=\"2\" d=\"",
                colour(part_colours, place++));
            for (const PlacedCell& cell : design_.cells) {
                if (cell.type == filler_ || part_of(cell) != part) continue;
                const auto size = shapes_.cells.find(cell.type);
                if (size == shapes_.cells.end())
                    throw Error(Exit::tool_failed,
                                fmt::format("layout: the cell {} has no size", cell.type));
                const auto width = std::lround(10 * size->second.width);
                fmt::format_to(to(), "M{} {}h{}v{}h{}z", tenths(cell.x), tenths(cell.y), width,
                               std::lround(10 * size->second.height), -width);
            }
            out_ += "\"/>\n";
        }
    }

    void wires() {
        for (std::size_t i = 0; i < shapes_.route_layers.size(); ++i) {
            out_ += fmt::format(
                "<path fill=\"none\" stroke=\"{}\" stroke-opacity=\"0.6\" "
                "stroke-width=\"2\" d=\"",
                colour(layer_colours, i));
            for (const auto& [name, net] : design_.nets)
                for (const WireSegment& segment : net.segments)
                    if (segment.layer == shapes_.route_layers[i]) wire(segment);
            out_ += "\"/>\n";
        }
    }

    void wire(const WireSegment& segment) {
        const int x = tenths(segment.x1), y = tenths(segment.y1);
        const int dx = tenths(segment.x2) - x, dy = tenths(segment.y2) - y;
        if (dx != 0) fmt::format_to(to(), "M{} {}h{}", x, y, dx);
        if (dy != 0) fmt::format_to(to(), "M{} {}v{}", x, y, dy);
    }

    const RoutedDesign& design_;
    const CellShapes& shapes_;
    const std::string& filler_;
    const PictureTexts& texts_;
    std::set<std::string> parts_;
    std::string out_;
};

}  // namespace

std::string to_svg(const RoutedDesign& design, const CellShapes& shapes, const std::string& filler,
                   const PictureTexts& texts) {
    return Picture(design, shapes, filler, texts).draw();
}

}  // namespace mxgen::ppa
