package org.robustgrid.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The suite starts, in this process and for one short iteration. */
class BenchmarksTest {

  @Test
  void a_benchmark_runs_and_counts_what_it_allocates() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(NetworkBenchmark.class.getSimpleName() + ".inputGradient")
                    .param("work", "small-cnn:2")
                    .param("executor", Executor.ROBUSTGRID.name())
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(100))
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();

    assertThat(results).hasSize(1);
    RunResult result = results.iterator().next();
    assertThat(result.getPrimaryResult().getScore()).isPositive();
    assertThat(result.getSecondaryResults().keySet()).anyMatch(key -> key.contains("alloc.rate"));
  }

  @Test
  void steps_of_training_can_be_taken_from_defenses() {
    TrainingStepBenchmark benchmark = new TrainingStepBenchmark();
    benchmark.defense = "trades";
    benchmark.create();

    assertThat(benchmark.step()).isFinite().isPositive();
  }
}
