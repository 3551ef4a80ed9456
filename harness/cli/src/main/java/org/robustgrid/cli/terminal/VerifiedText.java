package org.robustgrid.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.robustgrid.run.audit.AuditReport;
import org.robustgrid.run.audit.AuditReport.Asked;
import org.robustgrid.run.audit.SampleChoice;

/** States what an audit verified and what it did not. */
final class VerifiedText {

  private static final int SOME = 10;

  private VerifiedText() {}

  static List<String> lines(AuditReport report) {
    if (report.asked().isEmpty()) {
      return List.of(
          "verified: hashes and files, that results contradict neither labels nor each other, norms"
              + " of kept images, reports",
          "not verified: that the stored models give these predictions and outcomes; no model"
              + " was asked");
    }
    Asked asked = report.asked().get();
    List<String> lines = new ArrayList<>();
    lines.add(
        "verified: hashes, files and reports; "
            + count(asked.clean(), "clean prediction")
            + " of "
            + count(asked.models(), "model")
            + ", every one; "
            + count(report.images(), "kept image")
            + ", every one; "
            + number(asked.again())
            + " of "
            + count(asked.samples(), "attacked sample")
            + " without a kept image, by running "
            + count(asked.attacks(), "attack")
            + " on them again"
            + (asked.analyses() > 0
                ? "; " + count(asked.analyses(), "analysis", "analyses") + " made again"
                : ""));
    if (asked.samples() > 0) {
      lines.add(chosen(asked));
    }
    lines.add("not verified: " + String.join("; ", open(asked)) + ". 'robustgrid replay' does");
    return lines;
  }

  private static String chosen(Asked asked) {
    double share = asked.choice().share();
    if (share == 0) {
      return "those samples were not attacked again (--rerun 0)";
    }
    return String.format(
        Locale.ROOT,
        "those samples were chosen at random, seed %d, %s %% of each attack's and at least %d: one"
            + " forged outcome is found with a probability of %s %% at least, %d with %s %%",
        asked.choice().seed(),
        percent(share),
        SampleChoice.LEAST,
        percent(share),
        SOME,
        percent(1 - Math.pow(1 - share, SOME)));
  }

  private static List<String> open(Asked asked) {
    List<String> open = new ArrayList<>();
    int rest = asked.samples() - asked.again();
    if (rest > 0) {
      open.add(count(rest, "attacked sample") + " more");
    }
    open.add("that " + count(asked.trainings(), "training") + " left these weights");
    if (asked.certifications() > 0) {
      open.add("the certificates of " + count(asked.certifications(), "model"));
    }
    if (asked.otherAnalyses() > 0) {
      open.add("what analyses found (" + count(asked.otherAnalyses(), "cell") + ")");
    }
    open.add("how many passes attacks took");
    return open;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share).replace(".0", "");
  }

  private static String number(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String count(int count, String noun) {
    return count(count, noun, noun + "s");
  }

  private static String count(int count, String noun, String plural) {
    return number(count) + " " + (count == 1 ? noun : plural);
  }
}
