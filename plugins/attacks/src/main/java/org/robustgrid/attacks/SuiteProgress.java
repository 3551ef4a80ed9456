package org.robustgrid.attacks;

import java.util.List;
import org.robustgrid.attacks.SuiteAttack.Member;
import org.robustgrid.spi.Monitor;

/**
 * Progress of a suite as a whole. What the members after the first cost depends on how many rows
 * survive it, so that nothing is known of the whole while it runs.
 */
final class SuiteProgress {

  private static final int PARTS = 10_000;

  private final Monitor monitor;
  private final String id;
  private final List<Member> members;
  private double spent;

  SuiteProgress(Monitor monitor, String id, List<Member> members) {
    this.monitor = monitor;
    this.id = id;
    this.members = members;
  }

  /**
   * The monitor of a member, asked for when those before it have ended.
   *
   * @param surviving share of the suite's rows that it attacks
   */
  Monitor of(Member member, double surviving) {
    int number = members.indexOf(member);
    String place = id + " " + (number + 1) + "/" + members.size() + ": ";
    double before = spent;
    double cost = member.cost() * surviving;
    spent += cost;
    double after = members.stream().skip(number + 1L).mapToDouble(Member::cost).sum() * surviving;
    return new Monitor() {
      @Override
      public void progress(long done, long total, String message) {
        if (number == 0 || total <= 0) {
          monitor.progress(0, 0, place + message);
        } else {
          double share = Math.min(1, (double) done / total);
          double all = before + cost + after;
          monitor.progress(
              Math.round(PARTS * (before + cost * share) / all), PARTS, place + message);
        }
      }

      @Override
      public void check() {
        monitor.check();
      }
    };
  }
}
