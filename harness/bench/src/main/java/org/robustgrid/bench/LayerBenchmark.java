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

/** Passes of one layer between an input and a small output layer: the individual kernels. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LayerBenchmark {

  @Param({
    "CONVOLUTION:64",
    "STRIDED_CONVOLUTION:64",
    "DENSE:64",
    "BATCH_NORM:64",
    "MAX_POOLING:64",
    "AVERAGE_POOLING:64"
  })
  public String work;

  @Param public Executor executor;

  private Passes passes;

  @Setup
  public void create() {
    passes = executor.of(LayerGraph.network(work));
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
