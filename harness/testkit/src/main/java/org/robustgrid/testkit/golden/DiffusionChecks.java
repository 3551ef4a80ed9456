package org.robustgrid.testkit.golden;

import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.model.ModelJson;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.diffusion.CosineSchedule;
import org.robustgrid.numerics.diffusion.DenoisingInput;
import org.robustgrid.numerics.diffusion.DiffusedLaplace;
import org.robustgrid.numerics.diffusion.ImplicitSampler;
import org.robustgrid.numerics.diffusion.MovingAverage;
import org.robustgrid.numerics.diffusion.Neighbourhood;
import org.robustgrid.numerics.diffusion.NoisePredictor;
import org.robustgrid.numerics.diffusion.ReverseDiffusion;
import org.robustgrid.numerics.diffusion.VariancePreserving;
import org.robustgrid.numerics.energy.BoltzmannNeighbourhood;
import org.robustgrid.numerics.loss.SquaredError;
import org.robustgrid.numerics.objective.MeanLoss;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/** Cases about diffusion: schedules, scores, samplers and the training loss. */
final class DiffusionChecks {

  private DiffusionChecks() {}

  private static VariancePreserving of(GoldenCase golden) {
    return new VariancePreserving(golden.number("beta_0"), golden.number("beta_1"));
  }

  static void schedule(GoldenCase golden, Comparison comparison) {
    VariancePreserving schedule = of(golden);
    double[][] table =
        Arrays.stream(golden.table("table"))
            .map(
                row ->
                    new double[] {
                      row[0],
                      schedule.beta(row[0]),
                      schedule.alpha(row[0]),
                      schedule.sigma(row[0]),
                      schedule.logSignalToNoise(row[0])
                    })
            .toArray(double[][]::new);
    comparison.compare("table", table, golden.values("table"));
    double[] grid = golden.values("grid");
    comparison.compare("grid", VariancePreserving.times(grid.length, grid[grid.length - 1]), grid);
  }

  static void classScores(GoldenCase golden, Comparison comparison) {
    CosineSchedule schedule = new CosineSchedule((int) golden.number("steps"));
    double[][] table =
        Arrays.stream(golden.table("table"))
            .map(
                row ->
                    new double[] {row[0], schedule.beta((int) row[0]), schedule.kept((int) row[0])})
            .toArray(double[][]::new);
    comparison.compare("table", table, golden.values("table"));
    double[][] x = golden.table("x");
    double[][] noise = golden.table("noise");
    int[] steps = golden.integers("step");
    double[][][] conditional = golden.cube("eps_conditional");
    double[][] none = golden.table("eps_null");
    double[][] diffused = new double[x.length][x[0].length];
    double[][][] targets = new double[x.length][conditional[0].length][];
    for (int j = 0; j < x.length; j++) {
      double kept = schedule.kept(steps[j]);
      for (int i = 0; i < x[j].length; i++) {
        diffused[j][i] = Math.sqrt(kept) * x[j][i] + Math.sqrt(1 - kept) * noise[j][i];
      }
      for (int k = 0; k < targets[j].length; k++) {
        targets[j][k] = schedule.classScore(steps[j], conditional[j][k], none[j]);
      }
    }
    comparison.compare("x_t", diffused, golden.values("x_t"));
    comparison.compare("target", targets, golden.values("target"));
  }

  static void boltzmann(GoldenCase golden, Comparison comparison) {
    double scale = golden.number("sigma_ce");
    double[] y = golden.values("y");
    double[][] settings = golden.table("settings");
    double[][] densities = new double[settings.length][y.length];
    double[][] scores = new double[settings.length][y.length];
    double[][] approximations = new double[settings.length][y.length];
    double[] gammas = new double[settings.length];
    for (int row = 0; row < settings.length; row++) {
      double alpha = settings[row][0];
      double sigma = settings[row][1];
      gammas[row] = BoltzmannNeighbourhood.gamma(alpha, sigma, scale);
      DiffusedLaplace exact = new DiffusedLaplace(alpha, sigma, scale);
      Neighbourhood near = Neighbourhood.boltzmann(scale);
      for (int i = 0; i < y.length; i++) {
        densities[row][i] = exact.logDensity(y[i]);
        scores[row][i] = exact.score(y[i]);
        approximations[row][i] = near.score(y[i], 0, alpha, sigma);
      }
    }
    comparison.compare(
        "gamma", gammas, Arrays.stream(settings).mapToDouble(row -> row[2]).toArray());
    comparison.compare("log_density", densities, golden.values("log_density"));
    comparison.compare("score", scores, golden.values("score"));
    comparison.compare("approximation", approximations, golden.values("approximation"));
  }

  static void noisePrediction(GoldenCase golden, Comparison comparison) {
    VariancePreserving schedule = of(golden);
    double scale = golden.number("sigma_ce");
    double weight = golden.number("guidance");
    double[] times = golden.values("t");
    double[] mu = golden.values("mu");
    double[][] x = golden.table("x");
    double[][] conditional = golden.table("eps_conditional");
    double[][] none = golden.table("eps_null");
    Neighbourhood[] near = {Neighbourhood.gaussian(scale), Neighbourhood.boltzmann(scale)};
    String[] names = {"gaussian", "boltzmann"};
    double[][] schedules = new double[times.length][];
    double[][] scores = new double[times.length][mu.length];
    double[][] guided = new double[times.length][];
    for (int row = 0; row < times.length; row++) {
      double alpha = schedule.alpha(times[row]);
      double sigma = schedule.sigma(times[row]);
      schedules[row] =
          new double[] {alpha, sigma, BoltzmannNeighbourhood.gamma(alpha, sigma, scale)};
      for (int i = 0; i < mu.length; i++) {
        scores[row][i] = -conditional[row][i] / sigma;
      }
      guided[row] = NoisePredictor.guided(conditional[row], none[row], weight);
    }
    comparison.compare("schedule", schedules, golden.values("schedule"));
    comparison.compare("score", scores, golden.values("score"));
    comparison.compare("guided", guided, golden.values("guided"));
    for (int kind = 0; kind < near.length; kind++) {
      double[][] s = new double[times.length][mu.length];
      double[][] corrected = new double[times.length][mu.length];
      double[][] literal = new double[times.length][mu.length];
      for (int row = 0; row < times.length; row++) {
        double sigma = schedule.sigma(times[row]);
        for (int i = 0; i < mu.length; i++) {
          s[row][i] = near[kind].score(x[row][i], mu[i], schedule.alpha(times[row]), sigma);
          corrected[row][i] = NoisePredictor.corrected(guided[row][i], s[row][i], sigma);
          literal[row][i] = guided[row][i] - s[row][i];
        }
      }
      comparison.compare("s_" + names[kind], s, golden.values("s_" + names[kind]));
      comparison.compare(names[kind], corrected, golden.values(names[kind]));
      comparison.compare(
          "literal_" + names[kind], literal, golden.values("literal_" + names[kind]));
    }
  }

  static void implicit(GoldenCase golden, Comparison comparison) {
    VariancePreserving schedule = of(golden);
    NoisePredictor predictor = MixturePredictor.of(golden, schedule);
    double[] times = golden.values("probe.t");
    double[][][] points = golden.cube("probe.x");
    int[] labels = golden.integers("y");
    int[] none = new int[labels.length];
    Arrays.fill(none, NoisePredictor.NO_CLASS);
    double[][][] conditional = new double[times.length][][];
    double[][][] unconditional = new double[times.length][][];
    for (int i = 0; i < times.length; i++) {
      conditional[i] = predictor.predict(points[i], labels, times[i]);
      unconditional[i] = predictor.predict(points[i], none, times[i]);
    }
    comparison.compare("probe.conditional", conditional, golden.values("probe.conditional"));
    comparison.compare("probe.null", unconditional, golden.values("probe.null"));
    ImplicitSampler.Path path =
        new ImplicitSampler(
                schedule, predictor.guided(golden.number("guidance")), golden.number("eta"))
            .run(golden.table("x_init"), labels, golden.values("times"), golden.cube("noise"));
    comparison.compare("iterate", path.iterates(), golden.values("iterate"));
    comparison.compare("denoised", path.denoised(), golden.values("denoised"));
  }

  static void reverse(GoldenCase golden, Comparison comparison) {
    VariancePreserving schedule = of(golden);
    double scale = golden.number("sigma_ce");
    NoisePredictor predictor =
        MixturePredictor.of(golden, schedule).guided(golden.number("guidance"));
    Map<String, Neighbourhood> near =
        Map.of(
            "none", Neighbourhood.NONE,
            "gaussian", Neighbourhood.gaussian(scale),
            "boltzmann", Neighbourhood.boltzmann(scale));
    near.forEach(
        (name, neighbourhood) -> {
          ReverseDiffusion.Path path =
              new ReverseDiffusion(schedule, predictor, neighbourhood)
                  .run(
                      golden.table("x_init"),
                      golden.integers("y"),
                      golden.table("mu"),
                      golden.values("times"),
                      golden.cube("noise"));
          comparison.compare("iterate." + name, path.iterates(), golden.values("iterate." + name));
          comparison.compare("result." + name, path.result(), golden.values("result." + name));
        });
  }

  static void loss(GoldenCase golden, Comparison comparison) {
    double[][] x = golden.table("x");
    double[][] noise = golden.table("noise");
    double[] times = golden.values("t");
    int[] labels = golden.integers("y");
    int[] dropped = golden.integers("drop");
    int frequencies = (int) golden.number("frequencies");
    int classes = (int) golden.shape("input")[1] - x[0].length - 2 * frequencies - 1;
    DenoisingInput fed = new DenoisingInput(of(golden), frequencies, classes);
    double[][] diffused = new double[x.length][];
    double[][] inputs = new double[x.length][];
    for (int row = 0; row < x.length; row++) {
      diffused[row] = fed.diffused(x[row], noise[row], times[row]);
      int label = dropped[row] == 1 ? NoisePredictor.NO_CLASS : labels[row];
      inputs[row] = fed.of(diffused[row], times[row], label);
    }
    comparison.compare("x_t", diffused, golden.values("x_t"));
    comparison.compare("input", inputs, golden.values("input"));
    Network network = golden.network();
    INDArray batch = golden.array("input");
    HostArrays.write(Arrays.stream(inputs).flatMapToDouble(Arrays::stream).toArray(), batch);
    SquaredError error = new SquaredError(golden.values("noise"));
    comparison.compare("prediction", network.logits(batch), golden.values("prediction"));
    comparison.compare(
        "per_sample", network.lossGradient(batch, error).losses(), golden.values("per_sample"));
    INDArray gradient = Nd4j.zeros(network.precision(), network.parameterCount());
    try (Pass pass = network.forward(batch, golden.mode(), RandomKey.of(0))) {
      comparison.compare(
          "loss", MeanLoss.accumulate(pass, error, 1, gradient), golden.values("loss"));
    }
    ModelJson.parameterGradients(network, gradient)
        .forEach(
            (name, slope) ->
                comparison.compare("grad." + name, slope, golden.values("grad." + name)));
    double norm = Math.sqrt(Arrays.stream(HostArrays.read(gradient)).map(g -> g * g).sum());
    comparison.compare("grad_norm", norm, golden.values("grad_norm"));
    comparison.compare("clip", Math.min(1, 1 / (norm + 1e-6)), golden.values("clip"));
  }

  static void movingAverage(GoldenCase golden, Comparison comparison) {
    double[][] weights = golden.table("weights");
    for (boolean warmUp : new boolean[] {false, true}) {
      MovingAverage average = new MovingAverage(weights[0], golden.number("decay"), warmUp);
      double[][] rows = new double[weights.length - 1][];
      for (int k = 1; k < weights.length; k++) {
        average.update(weights[k]);
        rows[k - 1] = average.average();
      }
      String name = warmUp ? "warmup" : "plain";
      comparison.compare(name, rows, golden.values(name));
    }
  }
}
