package org.robustgrid.testkit.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.ApgdResult;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.attack.AutoProjectedGradientDescent;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.RankedTargets;
import org.robustgrid.numerics.attack.RepeatedGradient;
import org.robustgrid.numerics.attack.ShrinkingRadii;
import org.robustgrid.numerics.attack.SparseApgd;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.attack.square.SquareDraws;
import org.robustgrid.numerics.attack.square.SquarePattern;
import org.robustgrid.numerics.attack.square.SquareProposals;
import org.robustgrid.numerics.attack.square.SquareSchedule;
import org.robustgrid.numerics.attack.square.SquareSearch;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.numerics.norm.BoxedL1Projection;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.testkit.toy.NetworkClassifier;

/** Cases about the attacks of AutoAttack's suite. */
final class SuiteAttackChecks {

  private static final Start START = Start.random(RandomKey.of(0), 0);

  private SuiteAttackChecks() {}

  static void projection(GoldenCase golden, Comparison comparison) {
    double[][] x = golden.table("x");
    double[][] u = golden.table("u");
    double[] epsilon = golden.values("eps");
    double[][] delta = new double[x.length][x[0].length];
    for (int row = 0; row < x.length; row++) {
      double[] point = new double[x[row].length];
      for (int i = 0; i < point.length; i++) {
        point[i] = x[row][i] + u[row][i];
      }
      BoxedL1Projection.project(x[row], point, 0, point.length, epsilon[row], Domain.UNIT);
      for (int i = 0; i < point.length; i++) {
        delta[row][i] = point[i] - x[row][i] - u[row][i];
      }
    }
    comparison.compare("delta", delta, golden.values("delta"));
  }

  private static Loss loss(GoldenCase golden) {
    LossKind kind = LossKind.of(golden.text("loss"));
    return kind.over(
        golden.integers("y"), kind.targeted() ? golden.integers("target") : new int[0]);
  }

  static void sparse(GoldenCase golden, Comparison comparison) {
    int[] labels = golden.integers("y");
    double[] x = golden.values("x");
    double[] start = golden.values("noise");
    for (int i = 0; i < start.length; i++) {
      start[i] += x[i];
    }
    SparseApgd apgd =
        new SparseApgd(golden.number("eps"), (int) golden.number("steps"), Domain.UNIT);
    apgd.project(x, start, x.length / labels.length);
    StableRows rows = StableRows.of(golden);
    rows.compare(comparison, "x_init", start);
    ApgdResult found =
        apgd.run(
            GradientSource.of(golden.network()),
            golden.array("x"),
            labels,
            new long[labels.length],
            loss(golden),
            start,
            true,
            START);
    compare(rows, comparison, found);
  }

  static void radii(GoldenCase golden, Comparison comparison) {
    int[] labels = golden.integers("y");
    ShrinkingRadii stages =
        new ShrinkingRadii(golden.number("eps"), (int) golden.number("steps"), Domain.UNIT);
    comparison.compare("radii", stages.radii(), golden.numbers("radii"));
    comparison.compare("iterations", stages.iterations(), golden.numbers("iterations"));
    StableRows rows = StableRows.of(golden);
    ApgdResult found =
        stages.run(
            GradientSource.of(golden.network()),
            golden.array("x"),
            labels,
            new long[labels.length],
            loss(golden),
            golden.values("noise"),
            START,
            (stage, start, best) -> {
              rows.compare(comparison, "stage." + stage + ".start", start);
              rows.compare(comparison, "stage." + stage + ".x_best", best);
            });
    compare(rows, comparison, found);
  }

  private static void compare(StableRows rows, Comparison comparison, ApgdResult found) {
    rows.compare(comparison, "robust", numbers(found.robust()));
    rows.compare(comparison, "loss_best", found.bestLoss());
    rows.compare(comparison, "x_best", HostArrays.read(found.best()));
    rows.compare(comparison, "x_best_adv", HostArrays.read(found.adversarial()));
  }

  private static double[] numbers(boolean[] flags) {
    double[] numbers = new double[flags.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = flags[i] ? 1 : 0;
    }
    return numbers;
  }

  static void rankedTargets(GoldenCase golden, Comparison comparison) {
    Network network = golden.network();
    INDArray x = golden.array("x");
    int[] labels = golden.integers("y");
    double[][] starts = golden.table("starts");
    int length = starts[0].length / labels.length;
    double epsilon = golden.number("eps");
    int steps = (int) golden.number("steps");
    Norm norm = Norm.of(golden.text("norm"));
    double[] flat = HostArrays.read(network.logits(x));
    double[][] logits = new double[labels.length][];
    for (int row = 0; row < labels.length; row++) {
      logits[row] =
          Arrays.copyOfRange(flat, row * network.classes(), (row + 1) * network.classes());
    }
    GradientSource source = GradientSource.of(network);
    RankedTargets.Result found =
        new RankedTargets((int) golden.number("targets"))
            .run(
                x,
                labels,
                logits,
                (rank, rows, images, ofRows, loss) -> {
                  double[] start = new double[rows.length * length];
                  for (int i = 0; i < rows.length; i++) {
                    System.arraycopy(starts[rank - 1], rows[i] * length, start, i * length, length);
                  }
                  long[] samples = new long[rows.length];
                  if (norm == Norm.L1) {
                    return new ShrinkingRadii(epsilon, steps, Domain.UNIT)
                        .run(source, images, ofRows, samples, loss, start, START, (s, a, b) -> {});
                  }
                  INDArray points = images.dup('c');
                  HostArrays.write(start, points);
                  return AutoProjectedGradientDescent.builder(new ThreatModel(norm, epsilon))
                      .steps(steps)
                      .rho(golden.number("rho"))
                      .build()
                      .run(source, images, ofRows, samples, loss, Start.at(points));
                });
    List<double[]> attacked = new ArrayList<>();
    List<double[]> targets = new ArrayList<>();
    double[][] expectedAttacked = golden.table("attacked");
    double[][] expectedTargets = golden.table("target");
    StableRows rows = StableRows.of(golden);
    for (int turn = 0; turn < expectedAttacked.length; turn++) {
      attacked.add(numbers(found.attacked()[turn]));
      targets.add(Arrays.stream(found.target()[turn]).asDoubleStream().toArray());
      rows.compare(comparison, "attacked", attacked.get(turn), expectedAttacked[turn]);
      rows.compare(comparison, "target", targets.get(turn), expectedTargets[turn]);
    }
    rows.compare(comparison, "robust", numbers(found.robust()));
    rows.compare(comparison, "adv", found.points());
  }

  static void repeatedGradient(GoldenCase golden, Comparison comparison) {
    int[] labels = golden.integers("y");
    double[][][] noise = golden.cube("noise");
    double sigma = golden.number("sigma");
    int draws = (int) golden.number("draws");
    Network network = golden.network();
    int[] asked = {0};
    GradientSource noisy =
        (images, samples, draw, loss) -> {
          double[] points = HostArrays.read(images);
          double[] added = noise[asked[0] / draws][asked[0] % draws];
          asked[0]++;
          for (int i = 0; i < points.length; i++) {
            points[i] += sigma * added[i];
          }
          INDArray moved = images.dup('c');
          HostArrays.write(points, moved);
          return network.lossGradient(moved, loss);
        };
    ApgdResult found =
        AutoProjectedGradientDescent.builder(
                new ThreatModel(Norm.of(golden.text("norm")), golden.number("eps")))
            .steps((int) golden.number("steps"))
            .rho(golden.number("rho"))
            .build()
            .run(
                new RepeatedGradient(noisy, draws),
                golden.array("x"),
                labels,
                new long[labels.length],
                loss(golden),
                Start.at(golden.array("x_init")));
    compare(StableRows.of(golden), comparison, found);
  }

  static void squareSchedule(GoldenCase golden, Comparison comparison) {
    double[][] table = golden.table("table");
    double[] shares =
        Arrays.stream(table)
            .mapToDouble(
                row -> new SquareSchedule(row[0], (int) row[1], row[2] == 1).at((int) row[3]))
            .toArray();
    comparison.compare("p", shares, Arrays.stream(table).mapToDouble(row -> row[4]).toArray());
  }

  static void squareWindow(GoldenCase golden, Comparison comparison) {
    for (double[] row : golden.table("table")) {
      int height = (int) row[1];
      int width = (int) row[2];
      comparison.compare(
          "side in linf",
          SquarePattern.side(Norm.LINF, row[3], height, width),
          new double[] {row[4]});
      comparison.compare(
          "side in l2", SquarePattern.side(Norm.L2, row[3], height, width), new double[] {row[5]});
    }
    for (String name : golden.names("pattern.")) {
      String[] parts = name.split("\\.");
      comparison.compare(
          name,
          SquarePattern.of(Norm.of(parts[1]), Integer.parseInt(parts[2])),
          golden.values(name));
    }
  }

  static void square(GoldenCase golden, Comparison comparison) {
    int[] labels = golden.integers("y");
    long[] shape = golden.shape("x");
    AttackBatch batch =
        new AttackBatch(
            new NetworkClassifier(golden.network()),
            Domain.UNIT,
            golden.array("x"),
            labels,
            new int[0],
            new long[labels.length],
            RandomKey.of(0));
    SquareSearch search =
        new SquareSearch(
            new SquareProposals(
                Norm.of(golden.text("norm")),
                golden.number("eps"),
                (int) shape[1],
                (int) shape[2],
                (int) shape[3],
                Domain.UNIT),
            new SquareSchedule(
                golden.number("p_init"), (int) golden.number("queries"), golden.flag("rescaled")));
    SquareSearch.Result found = search.run(batch, row -> new Given(golden, row));
    StableRows rows = StableRows.of(golden);
    rows.compare(comparison, "queries", Arrays.stream(found.queries()).asDoubleStream().toArray());
    rows.compare(comparison, "robust", numbers(found.robust()));
    rows.compare(comparison, "adv", found.points());
  }

  /** The draws that a case holds for a row. */
  private record Given(GoldenCase golden, int row) implements SquareDraws {

    private int at(String name, int... index) {
      long[] shape = golden.shape(name);
      int place = row;
      for (int axis = 0; axis < index.length; axis++) {
        place = place * (int) shape[axis + 1] + index[axis];
      }
      return (int) golden.values(name)[place];
    }

    @Override
    public int startSign(int channel, int part) {
      return golden.text("norm").equals("linf")
          ? at("start_sign", channel, part)
          : at("start_sign", part, channel);
    }

    @Override
    public boolean startTransposed(int tile) {
      return at("start_transposed", tile) == 1;
    }

    @Override
    public int window(int iteration, int which, int places) {
      return at("window", iteration, which);
    }

    @Override
    public int sign(int iteration, int channel) {
      return at("sign", iteration, channel);
    }

    @Override
    public boolean transposed(int iteration) {
      return at("transposed", iteration) == 1;
    }
  }
}
