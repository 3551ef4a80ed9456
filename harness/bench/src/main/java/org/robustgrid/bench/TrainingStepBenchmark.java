package org.robustgrid.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.robustgrid.bench.speed.Plugins;
import org.robustgrid.spi.data.Dataset;

/**
 * Steps of training {@code small-cnn} on 64 digits: loss and parameter gradient, the attack or the
 * aligned gradients included. AT and TRADES attack with 10 steps; PAG aligns the gradients of all
 * ten classes with class means.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TrainingStepBenchmark {

  @Param({"adversarial-training", "trades", "pag"})
  public String defense;

  private BenchedStep step;

  @Setup
  public void create() {
    Plugins plugins = new Plugins();
    Map<String, Object> parameters = new HashMap<>();
    if (defense.equals("pag")) {
      parameters.put("targets", "class-mean");
    } else {
      parameters.put("epsilon", 0.2);
    }
    Dataset digits = plugins.dataset("mnist-10k");
    step =
        BenchedStep.of(
            plugins.defense(defense, parameters),
            digits,
            plugins.network("small-cnn:64").network(),
            64);
  }

  @Benchmark
  public double step() {
    return step.run();
  }
}
