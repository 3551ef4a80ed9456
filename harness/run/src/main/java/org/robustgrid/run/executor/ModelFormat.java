package org.robustgrid.run.executor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A format of model files, as far as a plan is concerned: {@code
 * META-INF/services/org.robustgrid.run.executor.ModelFormat} names it. Nothing in a file is
 * executed, and neither ND4J nor Deeplearning4j is started.
 */
public interface ModelFormat {

  /** What is wrong with a model file; empty if a worker may try to load it. */
  Optional<String> problem(Path file);

  /**
   * Why an intact model file cannot classify a data set; empty if it may.
   *
   * @param dataset what the data set is called
   * @param inputShape [channels, height, width] or [features]
   * @param classes how many there are
   */
  Optional<String> mismatch(Path file, String dataset, List<Long> inputShape, int classes);
}
