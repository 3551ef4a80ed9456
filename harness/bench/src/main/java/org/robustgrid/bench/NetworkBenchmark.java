package org.robustgrid.bench;

import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.ndarray.INDArray;
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
import org.robustgrid.bench.speed.Passes;
import org.robustgrid.bench.speed.Plugins;

/**
 * Passes of whole networks: forward, input gradient and parameter gradient, by robustgrid and by
 * what it is compared with.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class NetworkBenchmark {

  @Param({"small-cnn:64", "small-cnn:256", "resnet-18:32"})
  public String work;

  @Param public Executor executor;

  private Passes passes;

  @Setup
  public void create() {
    passes = executor.of(new Plugins().network(work));
  }

  @Benchmark
  public INDArray forward() {
    return passes.forward();
  }

  @Benchmark
  public INDArray inputGradient() {
    return passes.inputGradient();
  }

  @Benchmark
  public INDArray parameterGradient() {
    return passes.parameterGradient();
  }
}
