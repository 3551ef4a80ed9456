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

/** Passes of one network: forward, input gradient, parameter gradient. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class NetworkBenchmark {

  @Param({"small-cnn:64", "small-cnn:256", "resnet-18:32"})
  public String work;

  private BenchedNetwork benched;

  @Setup
  public void create() {
    String[] parts = work.split(":");
    benched = BenchedNetwork.of(parts[0], Integer.parseInt(parts[1]));
  }

  @Benchmark
  public INDArray forward() {
    return benched.forward();
  }

  @Benchmark
  public INDArray inputGradient() {
    return benched.inputGradient();
  }

  @Benchmark
  public INDArray parameterGradient() {
    return benched.parameterGradient();
  }
}
