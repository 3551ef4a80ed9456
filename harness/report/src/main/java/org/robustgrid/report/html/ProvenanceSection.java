package org.robustgrid.report.html;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.robustgrid.core.leaderboard.Leaderboard;
import org.robustgrid.core.leaderboard.Leaderboard.Provenance;
import org.robustgrid.core.leaderboard.Leaderboard.Row;
import org.robustgrid.core.leaderboard.Leaderboard.SeedResult;

/** What produced the numbers: versions, hashes, parameters, seeds and the execution profile. */
final class ProvenanceSection {

  private ProvenanceSection() {}

  static Markup draw(Leaderboard leaderboard) {
    Provenance provenance = leaderboard.provenance();
    Markup out = new Markup();
    pairs(out, "Harness", provenance.harness());
    pairs(out, "Intervals", provenance.interval());
    pairs(out, "Data sets", provenance.datasets());
    pairs(out, "Execution profile", provenance.profile());
    pairs(out, "Attacks", provenance.attacks());
    pairs(out, "Plugins", provenance.plugins());
    rows(out, leaderboard);
    return out;
  }

  private static void pairs(Markup out, String title, Map<String, ?> values) {
    if (values == null || values.isEmpty()) {
      return;
    }
    out.open("details").open("summary").leaf("h3", title).close().open("dl");
    new TreeMap<String, Object>(values)
        .forEach((name, value) -> out.leaf("dt", name).leaf("dd", plain(value)));
    out.close().close();
  }

  private static void rows(Markup out, Leaderboard leaderboard) {
    Map<String, Row> rows = new TreeMap<>();
    leaderboard.boards().forEach(b -> b.rows().forEach(row -> rows.putIfAbsent(row.label(), row)));
    out.open("details").open("summary").leaf("h3", "Rows").close().open("dl");
    rows.forEach(
        (label, row) -> {
          out.leaf("dt", label).open("dd");
          out.leaf("div", row.defense() + " on " + row.architecture());
          if (!row.parameters().isEmpty()) {
            out.leaf("div", plain(row.parameters()));
          }
          for (SeedResult seed : row.perSeed()) {
            String hash = seed.weightHash() == null ? "none" : seed.weightHash();
            out.leaf("div", "seed " + seed.seed() + ", weights " + hash);
          }
          if (row.figures() != null && !row.figures().isEmpty()) {
            out.leaf("div", plain(row.figures()));
          }
          out.close();
        });
    out.close().close();
  }

  /** A value in words: maps and lists spelled out, keys in alphabetical order. */
  private static String plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, inner) -> sorted.put(String.valueOf(key), inner));
      return sorted.entrySet().stream()
          .map(e -> e.getKey() + " " + nested(e.getValue()))
          .collect(Collectors.joining(", "));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ProvenanceSection::nested).collect(Collectors.joining(" "));
    }
    return String.valueOf(value);
  }

  private static String nested(Object value) {
    boolean compound = value instanceof Map<?, ?> || value instanceof List<?>;
    return compound ? "(" + plain(value) + ")" : plain(value);
  }
}
