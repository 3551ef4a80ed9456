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
import org.robustgrid.bench.speed.BenchedNetwork;
import org.robustgrid.bench.speed.Plugins;

/**
 * A tangent and the parameter gradient through it: second derivatives, which neither Deeplearning4j
 * nor SameDiff has for these networks.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TangentBenchmark {

  @Param({
    "small-cnn:64",
    "small-cnn:256",
    "resnet-18:32",
    "CONVOLUTION:64",
    "STRIDED_CONVOLUTION:64",
    "DENSE:64",
    "BATCH_NORM:64",
    "MAX_POOLING:64",
    "AVERAGE_POOLING:64"
  })
  public String work;

  private BenchedNetwork benched;

  @Setup
  public void create() {
    benched = LayerGraph.isOne(work) ? LayerGraph.network(work) : new Plugins().network(work);
  }

  @Benchmark
  public INDArray tangent() {
    return benched.tangentGradient();
  }
}
