package org.robustgrid.report.html;

import java.util.Map;
import java.util.TreeMap;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Provenance;

/** What produced the numbers: versions, hashes, parameters and the execution profile. */
final class ProvenanceSection {

  private ProvenanceSection() {}

  static Markup draw(Leaderboard leaderboard) {
    Provenance provenance = leaderboard.provenance();
    Markup out = new Markup();
    pairs(out, "Harness", provenance.harness());
    pairs(out, "Intervals", provenance.interval());
    pairs(out, "Data sets", provenance.datasets());
    pairs(out, "Execution profile", provenance.profile());
    pairs(out, "Attacks", provenance.attackSettings());
    pairs(out, "Checks", provenance.checks().settings());
    pairs(out, "Plugins", provenance.plugins());
    return out;
  }

  private static void pairs(Markup out, String title, Map<String, ?> values) {
    if (values == null || values.isEmpty()) {
      return;
    }
    out.open("details").open("summary").leaf("h3", title).close().open("dl");
    new TreeMap<String, Object>(values)
        .forEach((name, value) -> out.leaf("dt", name).leaf("dd", SettingText.of(value)));
    out.close().close();
  }
}
