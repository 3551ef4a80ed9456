package org.robustgrid.attacks;

import java.util.Arrays;
import java.util.List;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.network.Query;

/**
 * A suite of attacks that run in order, each on the survivors of those before it. The suite
 * evaluates the answer of each member and reports which member broke a row.
 *
 * @param id the suite's id, for messages
 * @param members the attacks, in order
 */
record SuiteAttack(String id, List<Member> members) implements Attack {

  /**
   * An attack of the suite.
   *
   * @param id the attack's id
   * @param classes the number of classes that it needs; with fewer, it is left out
   * @param attack the attack with the suite's settings
   * @param cost the cost of a row that it does not break, positive and relative to the other
   *     members
   */
  record Member(String id, int classes, Attack attack, double cost) {

    /** A member of the same cost as others. */
    Member(String id, int classes, Attack attack) {
      this(id, classes, attack, 1);
    }

    boolean fits(int number) {
      return number >= classes;
    }
  }

  @Override
  public AttackResult run(AttackRequest request) {
    RowGoals goal = RowGoals.of(request, id, false);
    if (request.threatModel().norm() == Norm.L0) {
      throw new IllegalArgumentException("attack '" + id + "' supports linf, l2 and l1, not l0");
    }
    Survivors survivors = new Survivors(request);
    SuiteProgress progress = new SuiteProgress(request.monitor(), id, members);
    String[] foundBy = new String[request.labels().length];
    Arrays.fill(foundBy, "");
    for (Member member : members) {
      int[] rows = survivors.rows();
      if (rows.length == 0) {
        break;
      }
      int classes = request.classifier().classes();
      Monitor monitor = progress.of(member, rows.length / (double) request.labels().length);
      if (!member.fits(classes)) {
        monitor.progress(
            0,
            0,
            member.id()
                + " is left out: it needs "
                + member.classes()
                + " classes, and there are "
                + classes);
      } else if (!attempt(
          request.toBuilder().monitor(monitor).build(),
          goal.rows(rows),
          survivors,
          rows,
          member,
          foundBy)) {
        break;
      }
    }
    return survivors.result(foundBy);
  }

  /** Runs one member on some rows; returns false if the harness stopped it. */
  private boolean attempt(
      AttackRequest request,
      RowGoals goal,
      Survivors survivors,
      int[] rows,
      Member member,
      String[] foundBy) {
    AttackRequest part =
        survivors.request(rows).toBuilder()
            .random(request.random().with(member.id()))
            .monitor(request.monitor())
            .build();
    boolean[] fell = new boolean[rows.length];
    double[] unknown = new double[rows.length];
    Arrays.fill(unknown, Double.NaN);
    AttackResult answer;
    try {
      answer = member.attack().run(part);
    } catch (StoppedException e) {
      return false;
    }
    boolean[] vanished = answer.vanishedGradient();
    if (vanished.length == rows.length) {
      survivors.flag(rows, vanished);
    }
    boolean finished = true;
    try {
      Query query = new Query(part.samples(), part.random().with("suite-judge"));
      double[] logits = HostArrays.read(part.classifier().logits(answer.adversarials(), query));
      int classes = logits.length / rows.length;
      for (int i = 0; i < rows.length; i++) {
        fell[i] = goal.reached(i, Softmax.prediction(logits, i * classes, classes));
        if (fell[i]) {
          foundBy[rows[i]] = member.id();
        }
      }
    } catch (StoppedException e) {
      // the harness evaluates the points found so far
      finished = false;
    }
    survivors.offer(rows, HostArrays.read(answer.adversarials()), unknown, fell);
    return finished;
  }
}
