package org.robustgrid.run.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.robustgrid.base.files.JsonDifference;
import org.robustgrid.run.folder.RunFolder;

/** Compares reports with freshly drawn ones, byte for byte. */
final class ReportAudit {

  private static final int MOST_SHOWN = 3;

  private final RunFolder folder;
  private final Findings findings;

  ReportAudit(RunFolder folder, Findings findings) {
    this.folder = folder;
    this.findings = findings;
  }

  void check(Path elsewhere, List<Path> drawn) {
    for (Path fresh : drawn) {
      Path stored = folder.root().resolve(elsewhere.relativize(fresh).toString());
      if (findings.names(stored)) {
        continue;
      }
      if (!Files.exists(stored)) {
        findings.add(stored, "is missing", Findings.DRAW_AGAIN);
      } else {
        compare(stored, read(stored), read(fresh));
      }
    }
  }

  private void compare(Path file, String stored, String fresh) {
    if (stored.equals(fresh)) {
      return;
    }
    findings.add(
        file,
        "differs from the report of the results in the folder: " + difference(file, stored, fresh),
        Findings.DRAW_AGAIN + " (a report that another version drew may differ in form)");
  }

  private static String difference(Path file, String stored, String fresh) {
    if (file.toString().endsWith(".json")) {
      try {
        ObjectMapper mapper = new ObjectMapper();
        List<String> all =
            JsonDifference.list(
                mapper.readTree(stored), mapper.readTree(fresh), "in the file", "by the results");
        if (!all.isEmpty()) {
          return String.join("; ", all.subList(0, Math.min(MOST_SHOWN, all.size())))
              + (all.size() > MOST_SHOWN ? "; and " + (all.size() - MOST_SHOWN) + " more" : "");
        }
      } catch (JsonProcessingException e) {
        return "it is no JSON";
      }
    }
    String[] here = stored.split("\n", -1);
    String[] there = fresh.split("\n", -1);
    int line = 0;
    while (line < here.length && line < there.length && here[line].equals(there[line])) {
      line++;
    }
    return "they differ from line " + (line + 1) + " on";
  }

  /** One character per byte, so that reports that are not valid UTF-8 can be compared too. */
  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
