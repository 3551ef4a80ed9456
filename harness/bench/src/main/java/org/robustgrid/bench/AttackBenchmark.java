package org.robustgrid.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.robustgrid.bench.speed.BenchedNetwork;
import org.robustgrid.bench.speed.Plugins;
import org.robustgrid.run.worker.NetworkClassifier;
import org.robustgrid.run.worker.PassMeter;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.attack.ThreatModel;

/**
 * Whole attacks on {@code small-cnn}: PGD on a batch of 64, APGD-CE on 500 digits in batches of
 * 128, of which an untrained network gets some right.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(1)
public class AttackBenchmark {

  private static final int DIGITS = 500;
  private static final int BATCH = 128;
  private static final ThreatModel LINF = new ThreatModel(Norm.LINF, 0.2);

  private Attack pgd;
  private Attack apgd;
  private AttackRequest batch;
  private AttackRequest[] digits;

  @Setup
  public void create() {
    Plugins plugins = new Plugins();
    pgd = plugins.attack("pgd", Map.of("steps", 20L));
    apgd = plugins.attack("apgd-ce", Map.of("steps", 100L));
    BenchedNetwork benched = plugins.network("small-cnn:64");
    Digits samples = Digits.of(plugins.dataset("mnist-10k").test(), DIGITS);
    batch = request(benched, samples, 0, 64);
    digits = new AttackRequest[(DIGITS + BATCH - 1) / BATCH];
    for (int i = 0; i < digits.length; i++) {
      digits[i] = request(benched, samples, i * BATCH, Math.min(DIGITS, (i + 1) * BATCH));
    }
  }

  private static AttackRequest request(BenchedNetwork benched, Digits digits, int from, int to) {
    return AttackRequest.builder()
        .classifier(new NetworkClassifier(benched.network(), new PassMeter()))
        .images(digits.images(from, to))
        .labels(Arrays.copyOfRange(digits.labels(), from, to))
        .threatModel(LINF)
        .build();
  }

  /** 20 steps on 64 digits. */
  @Benchmark
  public AttackResult pgd() {
    return pgd.run(batch);
  }

  /** 100 steps on 500 digits. */
  @Benchmark
  public AttackResult[] apgdCe() {
    return Arrays.stream(digits).map(apgd::run).toArray(AttackResult[]::new);
  }
}
